/** A part of a load, in which the rate changes exponentially from one value to another. */
export interface LoadPhase {
  readonly minutes: number;
  /** Instances a second at the beginning and at the end. */
  readonly from: number;
  readonly to: number;
}

/**
 * Instances that come at a rate, by a sample of them: groups of sampled instances come at equal intervals, those of a group as close
 * together as the rate has them, so that they share batches and requests. Each represents an equal part of all that come in the interval.
 * So a world of some hundred instances shows what thousands a second do.
 */
export class Load {
  /** Milliseconds from one group to the next. */
  readonly interval: number;
  /** The duration of the load, in milliseconds. */
  readonly span: number;

  constructor(
    private readonly phases: readonly LoadPhase[],
    readonly sampled: number,
    private readonly together = 1,
  ) {
    this.span = phases.reduce((sum, { minutes }) => sum + minutes * 60_000, 0);
    this.interval = (this.span * together) / sampled;
  }

  /** When a sampled instance comes, in milliseconds after the load begins; `index` counts from 0. */
  arrivalOf(index: number): number {
    const group = Math.floor(index / this.together) * this.interval;
    return group + ((index % this.together) * 1000) / this.rateAt(group);
  }

  /** Instances a second at a time, in milliseconds after the load begins: before it the first rate, after it the last. */
  rateAt(time: number): number {
    let left = Math.max(0, time);
    for (const { minutes, from, to } of this.phases) {
      if (left <= minutes * 60_000) return from * (to / from) ** (left / (minutes * 60_000));
      left -= minutes * 60_000;
    }
    return this.phases.at(-1)?.to ?? 0;
  }

  /** How many instances a sampled one represents that comes at a time, in milliseconds after the load begins. */
  weightAt(time: number): number {
    return (this.rateAt(time) * this.interval) / 1000 / this.together;
  }
}
