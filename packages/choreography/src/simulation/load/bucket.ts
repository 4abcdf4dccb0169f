/**
 * A token bucket: units come back at a rate, up to the capacity of a burst. While any unit is left, a request is admitted whole, and
 * the number of units may become negative: so requests of any size pass at the rate in the long run.
 */
export class Bucket {
  #units: number;
  #at: number;
  /** When the bucket was last full, in milliseconds since 1970. */
  fullAt: number;
  /** When a request was first refused since then. */
  refusedAt: number | undefined;

  /**
   * @param perSecond how many units come back in a second
   * @param burstSeconds how many seconds an empty bucket takes to be full
   * @param now milliseconds since 1970
   */
  constructor(
    private readonly perSecond: number,
    private readonly burstSeconds: number,
    now: number,
  ) {
    this.#units = perSecond * burstSeconds;
    this.#at = now;
    this.fullAt = now;
  }

  /** Milliseconds until a request is admitted: 0 if one is now. */
  pauseAt(now: number): number {
    this.#refill(now);
    if (this.#units > 0) return 0;
    this.refusedAt ??= now;
    return this.perSecond === 0 ? Number.POSITIVE_INFINITY : Math.ceil((-this.#units / this.perSecond) * 1000) + 1;
  }

  /** Removes units, even if fewer are left. */
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
