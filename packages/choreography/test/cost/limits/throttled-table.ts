/** What one write asks of a table. */
export interface AskedUnits {
  readonly partition: string;
  readonly units: number;
}

/** Units that a partition may save up when it is idle, in seconds ("DynamoDB burst and adaptive capacity"): left out, since it ends. */
const UNITS_A_SECOND = 1000;

/**
 * A table that throttles as DynamoDB does once burst capacity is used up: each partition key takes a thousand write units in each
 * second, and refuses what is beyond it. The seconds go by as units are asked for.
 */
export class ThrottledTable {
  readonly #used = new Map<string, number>();
  #second = 0;
  throttled = 0;

  ask(second: number, { partition, units }: AskedUnits): void {
    if (second !== this.#second) this.#used.clear();
    this.#second = second;
    const used = this.#used.get(partition) ?? 0;
    if (used + units > UNITS_A_SECOND + 1e-6) this.throttled++;
    else this.#used.set(partition, used + units);
  }
}
