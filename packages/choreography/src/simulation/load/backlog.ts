import type { World } from '#simulation/world/world.ts';

/** How far a system was behind. Instances are those of the whole load, not of its sample. */
export interface BacklogReport {
  /** How many deliveries waited or were under way, each ten seconds. */
  readonly samples: readonly { readonly at: number; readonly waiting: number }[];
  readonly atEndOfLoad: readonly Waiting[];
  /** When all was done or set aside, in seconds after the load's end; undefined if it was not within half a day. */
  readonly caughtUpAfterSeconds: number | undefined;
}

/** What waited for a function. */
export interface Waiting {
  readonly function: string;
  readonly deliveries: number;
  readonly oldestSeconds: number;
}

const SAMPLE_MS = 10_000;

/** Looks every ten seconds of virtual time at what was handed over and is not done. */
export class Backlog {
  readonly #samples: { at: number; waiting: number }[] = [];
  readonly #stop: () => void;
  #atEnd: Waiting[] = [];
  #ended = 0;
  #caughtUp: number | undefined;

  /** @param weightAt for how many instances one stands that came at a time, in milliseconds since 1970 */
  constructor(
    private readonly world: World,
    private readonly weightAt: (time: number) => number,
  ) {
    this.#stop = world.clock.every(SAMPLE_MS, () => this.#sample());
  }

  loadEnds(): void {
    this.#ended = this.world.clock.now();
    this.#atEnd = this.#waiting();
  }

  stop(): void {
    this.#sample();
    this.#stop();
  }

  report(): BacklogReport {
    return {
      samples: this.#samples,
      atEndOfLoad: this.#atEnd,
      caughtUpAfterSeconds: this.#caughtUp && Math.round((this.#caughtUp - this.#ended) / 1000),
    };
  }

  #sample(): void {
    const at = this.world.clock.now();
    const waiting = this.#waiting().reduce((sum, { deliveries }) => sum + deliveries, 0);
    this.#samples.push({ at, waiting });
    if (waiting === 0 && this.#ended > 0) this.#caughtUp ??= at;
  }

  #waiting(): Waiting[] {
    const now = this.world.clock.now();
    const all = new Map<string, Waiting>();
    for (const { function: name, since, isOver } of this.world.handovers.values()) {
      if (isOver) continue;
      const { deliveries = 0, oldestSeconds = 0 } = all.get(name) ?? {};
      all.set(name, {
        function: name,
        deliveries: deliveries + this.weightAt(since),
        oldestSeconds: Math.max(oldestSeconds, Math.round((now - since) / 1000)),
      });
    }
    return [...all.values()].sort((one, other) => other.deliveries - one.deliveries);
  }
}
