import type { Cause } from '#simulation/world/cause.ts';

/** What can go wrong, and how likely it is each time that it could. */
const FAULTS = {
  /** An event comes to its target, or a batch to its function, twice. */
  duplicate: 0.08,
  /** A delivery takes minutes. */
  late: 0.03,
  /** The execution environment ends before a call. */
  'crash-before': 0.01,
  /** The execution environment ends after a call was done. */
  'crash-after': 0.015,
  /** The execution environment ends as it writes a line of output. */
  'crash-output': 0.005,
  /** A call is done, and its connection breaks off before the answer. */
  'lost-answer': 0.01,
  /** A service has no capacity for a call. */
  throttle: 0.02,
  /** A transaction meets another. */
  conflict: 0.02,
  /** Some entries of a PutEvents call are not taken. */
  partial: 0.03,
  /** A call is never answered. */
  timeout: 0.004,
  /** A call takes seconds. */
  slow: 0.02,
  /** An event finds no warm environment. */
  cold: 0.05,
  /** The clock of an environment is off by up to two seconds. */
  skew: 0.3,
  /** Of a batch that was handled, some messages are said to have failed. */
  'batch-part': 0.05,
  /** The messages of a batch are visible again while it is handled. */
  visibility: 0.05,
  /** A service answers nothing for an hour. */
  outage: 0.02,
  /** Dead letters are given back while the system works. */
  redrive: 0.5,
  /** All that was archived is replayed while the system works. */
  replay: 0.15,
  /** Every function is deployed anew while the system works. */
  redeploy: 0.3,
} as const;

export type Fault = keyof typeof FAULTS;
export const ALL_FAULTS = Object.keys(FAULTS) as Fault[];

/** A fault that happened: what, and to what. */
export interface DrawnFault {
  readonly fault: Fault;
  readonly label: string;
}

const HOUR = 3_600_000;

/** Draws faults by their labels, until a world is to end quietly. */
export class Faults {
  readonly drawn: DrawnFault[] = [];
  quiet = false;
  /** When the outage of a service begins. */
  readonly #outages = new Map<string, number>();

  /**
   * @param kinds those that may happen
   * @param only if given, the only ones that happen, as `FAULT LABEL`
   */
  constructor(
    private readonly kinds: ReadonlySet<Fault>,
    private readonly only?: ReadonlySet<string>,
  ) {}

  /** Whether a service is out at a time, in milliseconds since 1970. */
  isOut(service: string, now: number): boolean {
    const out = this.#outages.get(service);
    return out !== undefined && now >= out && now < out + HOUR;
  }

  /** When the last outage is over, in milliseconds since 1970; 0 if there is none. */
  get outagesEnd(): number {
    return Math.max(0, ...[...this.#outages.values()].map((since) => since + HOUR));
  }

  /** Puts a service out for an hour. */
  putOut(service: string, since: number): void {
    this.#outages.set(service, since);
  }

  /** Draws the outages of a world whose faults come for `span` milliseconds from `since`. */
  drawOutages(world: Cause, since: number, span: number): void {
    for (const service of ['dynamodb', 'events', 'ses', 'sqs', 'lambda']) {
      const cause = world.next(`outage-of-${service}`);
      if (this.strikes('outage', cause)) this.#outages.set(service, since + span * cause.draw('when'));
    }
  }

  strikes(fault: Fault, cause: Cause): boolean {
    if (this.quiet || !this.kinds.has(fault)) return false;
    if (this.only ? !this.only.has(`${fault} ${cause.label}`) : cause.draw(fault) >= FAULTS[fault]) return false;
    this.drawn.push({ fault, label: cause.label });
    return true;
  }
}
