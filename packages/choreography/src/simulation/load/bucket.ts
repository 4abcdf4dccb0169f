/**
 * What a quota lets through: units that come back at a rate, up to what a burst may take at once. As long as any are there a
 * request is let through whole, and what is missing is owed: so requests of any size pass at the rate in the long run.
 */
export class Bucket {
  #units: number;
  #at: number;
  /** When it was full last, in milliseconds since 1970. */
  fullAt: number;
  /** When something was refused first since then. */
  refusedAt: number | undefined;

  /** @param perSecond units that come back in a second; @param burstSeconds in how many it is full */
  constructor(
    private readonly perSecond: number,
    private readonly burstSeconds: number,
    now: number,
  ) {
    this.#units = perSecond * burstSeconds;
    this.#at = now;
    this.fullAt = now;
  }

  /** Milliseconds until something is let through: 0 if it is now. */
  pauseAt(now: number): number {
    this.#refill(now);
    if (this.#units > 0) return 0;
    this.refusedAt ??= now;
    return this.perSecond === 0 ? Number.POSITIVE_INFINITY : Math.ceil((-this.#units / this.perSecond) * 1000) + 1;
  }

  take(units: number, now: number): void {
    this.#refill(now);
    this.#units -= units;
  }

  #refill(now: number): void {
    const most = this.perSecond * this.burstSeconds;
    this.#units = Math.min(most, this.#units + (this.perSecond * (now - this.#at)) / 1000);
    this.#at = now;
    if (this.#units < most) return;
    this.fullAt = now;
    this.refusedAt = undefined;
  }
}
