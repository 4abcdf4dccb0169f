/** A time that can stand still. */
export interface Pausable {
  /** Lets it stand still until what is returned is called. */
  pause(): () => void;
}

/** What debuggers have stopped. Times stand still as long as there is something. */
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
