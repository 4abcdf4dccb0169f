import type { Message } from '#local/sqs/message.ts';
import type { Handover } from '#simulation/world/handover.ts';
import type { World } from '#simulation/world/world.ts';
import { type CountedEvent, eventIn, isOfClock } from './event-in.ts';

/** How far a system was behind. Numbers of deliveries are those of the whole load, not of its sample. */
export interface BacklogReport {
  /** How many deliveries waited or were under way, every ten seconds of virtual time; `at` in milliseconds since 1970. */
  readonly samples: readonly { readonly at: number; readonly waiting: number }[];
  /** By function, the longest backlog first. */
  readonly atEndOfLoad: readonly Waiting[];
  /** When no delivery waited any more, in seconds after the load's end; undefined if some still did after half a day. */
  readonly caughtUpAfterSeconds: number | undefined;
}

/** The deliveries that wait for one function, or are under way there. */
export interface Waiting {
  readonly function: string;
  readonly deliveries: number;
  readonly oldestSeconds: number;
}

type Delivered = Pick<Handover, 'function' | 'since'> & Pick<CountedEvent, 'source'>;

const SAMPLE_MS = 10_000;

/** Counts every ten seconds of virtual time the deliveries that are not over. */
export class Backlog {
  readonly #samples: { at: number; waiting: number }[] = [];
  readonly #events = new WeakMap<Message, CountedEvent>();
  readonly #stop: () => void;
  #atEnd: Waiting[] = [];
  #ended = 0;
  #caughtUp: number | undefined;

  /** @param weightAt how many instances a sampled one represents that came at a time, in milliseconds since 1970 */
  constructor(
    private readonly world: World,
    private readonly weightAt: (time: number) => number,
  ) {
    this.#stop = world.clock.every(SAMPLE_MS, () => this.#sample());
  }

  /** Records the backlog at the end of the load, which is now. */
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
    for (const { function: name, since, source } of [...this.#openHandovers(), ...this.#inQueues()]) {
      const { deliveries = 0, oldestSeconds = 0 } = all.get(name) ?? {};
      all.set(name, {
        function: name,
        deliveries: deliveries + (isOfClock({ source }) ? 1 : this.weightAt(since)),
        oldestSeconds: Math.max(oldestSeconds, Math.round((now - since) / 1000)),
      });
    }
    return [...all.values()].sort((one, other) => other.deliveries - one.deliveries);
  }

  #openHandovers(): Delivered[] {
    return [...this.world.handovers.values()].filter(({ isOver }) => !isOver);
  }

  /** What waits in queues that feed functions, or is in flight, and was not handed to the function before; delayed messages do not wait. */
  #inQueues(): Delivered[] {
    const { mappings, sqs } = this.world.services;
    const now = this.world.clock.now();
    return mappings.all().flatMap(({ settings: { sourceArn, functionName } }) =>
      (sqs.store.withArn(sourceArn)?.messages() ?? [])
        .filter(({ visibleAt, receiveCount }) => visibleAt <= now || receiveCount > 0)
        .filter((message) => !this.world.handovers.has(`${this.#eventIn(message).id} ${functionName}`))
        .map((message) => ({
          function: functionName,
          since: message.sentAt,
          source: this.#eventIn(message).source,
        })),
    );
  }

  #eventIn(message: Message): CountedEvent {
    const event = this.#events.get(message) ?? eventIn(message);
    this.#events.set(message, event);
    return event;
  }
}
