/** A time in which instances come at a rate that goes evenly, by a factor, from one to another. */
export interface LoadPhase {
  readonly minutes: number;
  /** Instances a second at its beginning and at its end. */
  readonly from: number;
  readonly to: number;
}

/**
 * Instances that come at a rate, by a sample of them: the sampled ones come evenly in time, and each stands for as many as come
 * in that time. So a world of some hundred instances tells what thousands a second do.
 */
export class Load {
  /** Milliseconds from one sampled instance to the next. */
  readonly interval: number;
  /** In milliseconds. */
  readonly span: number;

  constructor(
    private readonly phases: readonly LoadPhase[],
    readonly sampled: number,
  ) {
    this.span = phases.reduce((sum, { minutes }) => sum + minutes * 60_000, 0);
    this.interval = this.span / sampled;
  }

  /** When the sampled instance of a number comes, from 0, in milliseconds after the load begins. */
  arrivalOf(index: number): number {
    return index * this.interval;
  }

  /** Instances a second at a time, in milliseconds after the load begins; what is later is as the end, what is earlier as the beginning. */
  rateAt(time: number): number {
    let left = Math.max(0, time);
    for (const { minutes, from, to } of this.phases) {
      if (left <= minutes * 60_000) return from * (to / from) ** (left / (minutes * 60_000));
      left -= minutes * 60_000;
    }
    return this.phases.at(-1)?.to ?? 0;
  }

  /** For how many instances a sampled one stands at a time. */
  weightAt(time: number): number {
    return (this.rateAt(time) * this.interval) / 1000;
  }
}
