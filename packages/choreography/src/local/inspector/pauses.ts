/** Something that measures time and can be paused. */
export interface Pausable {
  /** Pauses it. Returns what resumes it. */
  pause(): () => void;
}

/** Keeps what it is given paused as long as a debugger has halted any thread. */
export class Pauses {
  readonly #stopped = new Set<string>();
  #resume: readonly (() => void)[] = [];

  constructor(private readonly times: readonly Pausable[]) {}

  begin(what: string): void {
    if (this.#stopped.size === 0) this.#resume = this.times.map((time) => time.pause());
    this.#stopped.add(what);
  }

  end(what: string): void {
    if (!this.#stopped.delete(what) || this.#stopped.size > 0) return;
    for (const resume of this.#resume) resume();
  }
}
