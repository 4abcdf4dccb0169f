import type { Event } from '#local/events/event.ts';
import type { Rule } from '#local/events/rule.ts';
import type { Notice } from '#local/runtime/notice.ts';

type Told = Extract<Notice, { kind: 'event' }>;

/** Says that an event was put on a bus, and who hears it. */
export class EventNotice implements Told {
  readonly kind = 'event';
  readonly id: string;
  readonly bus: string;
  readonly source: string;
  readonly detailType: string;
  readonly functions: readonly string[];
  readonly otherTargets: number;
  declare readonly key: string | undefined;
  readonly #event: Event;
  readonly #keyOf: (event: Event) => string | undefined;

  constructor(bus: string, event: Event, hearing: readonly Rule[], keyOf: (event: Event) => string | undefined) {
    const targets = hearing.length === 0 ? NONE : hearing.flatMap(targetsOf);
    this.id = event.id;
    this.bus = bus;
    this.source = event.source;
    this.detailType = event['detail-type'];
    this.functions = targets.length === 0 ? NONE : targets.flatMap(functionIn);
    this.otherTargets = targets.length - this.functions.length;
    this.#event = event;
    this.#keyOf = keyOf;
    Object.defineProperty(this, 'key', EventNotice.#ASKED);
  }

  /** Asked only by those who show it: the detail is read for it. */
  static readonly #ASKED: PropertyDescriptor & ThisType<EventNotice> = {
    get() {
      return this.#keyOf(this.#event);
    },
    enumerable: true,
  };
}

const NONE: readonly string[] = [];

const targetsOf = ({ targets }: Rule): string[] => [...targets.values()].map(({ Arn }) => Arn);

const functionIn = (target: string): string[] => /:lambda:[^:]*:[^:]*:function:([^:]+)/.exec(target)?.slice(1) ?? [];
