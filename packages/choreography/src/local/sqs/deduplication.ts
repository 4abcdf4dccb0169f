/** "The deduplication interval" is five minutes. */
const INTERVAL_MS = 5 * 60 * 1000;

/** What a FIFO queue or topic remembers of the messages that were sent, to take none of them twice. */
export class Deduplication<Sent> {
  readonly #sent = new Map<string, { message: Sent; until: number }>();

  constructor(private readonly now: () => number) {}

  /** The message that was sent with the same id within the interval. */
  find(key: string): Sent | undefined {
    this.#forget();
    return this.#sent.get(key)?.message;
  }

  remember(key: string, message: Sent): void {
    this.#sent.set(key, { message, until: this.now() + INTERVAL_MS });
  }

  /** They are in the order in which they are forgotten. */
  #forget(): void {
    for (const [key, { until }] of this.#sent) {
      if (until > this.now()) return;
      this.#sent.delete(key);
    }
  }
}
