/** Counts what is under way, so that one can wait until nothing is. */
export class InFlight {
  #count = 0;
  #resting = 0;
  #waiting: (() => void)[] = [];

  /** Counts some work until it ends; its error stays with its caller. */
  async track<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#count++;
    try {
      return await work();
    } finally {
      this.#count--;
      this.#tell();
    }
  }

  /** Says that work which is counted waits for the clock; what is returned says that it goes on. */
  rest(): () => void {
    this.#resting++;
    this.#tell();
    return () => {
      this.#resting--;
    };
  }

  get isIdle(): boolean {
    return this.#count === 0;
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    while (this.#count > 0) await this.#change();
  }

  /** Resolves when nothing is under way but what waits for the clock. */
  async settled(): Promise<void> {
    while (this.#count > this.#resting) await this.#change();
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #tell(): void {
    if (this.#count <= this.#resting) for (const wake of this.#waiting.splice(0)) wake();
  }
}
