/** Counts what is under way, so that one can wait until nothing is. */
export class InFlight {
  #count = 0;
  #waiting: (() => void)[] = [];

  /** Counts some work until it ends; its error stays with its caller. */
  async track<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#count++;
    try {
      return await work();
    } finally {
      if (--this.#count === 0) for (const wake of this.#waiting.splice(0)) wake();
    }
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    while (this.#count > 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}
