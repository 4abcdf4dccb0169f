import type { Cause } from '#simulation/world/cause.ts';

/** The kinds of faults, and the probability of each where it can happen. */
const FAULTS = {
  /** An event is delivered to its target twice, or a batch to its function. */
  duplicate: 0.08,
  /** A delivery takes minutes. */
  late: 0.03,
  /** The execution environment ends before a call. */
  'crash-before': 0.02,
  /** The execution environment ends after a call was done. */
  'crash-after': 0.03,
  /** The execution environment ends while it writes a line of output. */
  'crash-output': 0.005,
  /** A call is done, but its connection is reset before the answer. */
  'lost-answer': 0.02,
  /** A service has no capacity for a call. */
  throttle: 0.02,
  /** A transaction conflicts with another. */
  conflict: 0.04,
  /** Some entries of a PutEvents call fail. */
  partial: 0.03,
  /** A call is never answered. */
  timeout: 0.004,
  /** A call takes seconds. */
  slow: 0.02,
  /** Whoever calls a function's URL does not try again after a failure. */
  'give-up': 0.5,
  /** An event finds no warm environment. */
  cold: 0.05,
  /** The clock of an environment is off by up to two seconds. */
  skew: 0.3,
  /** Some messages of a batch are reported as failed, though they were handled. */
  'batch-part': 0.05,
  /** The messages of a batch become visible again while it is handled. */
  visibility: 0.05,
  /** A service is unavailable for an hour. */
  outage: 0.05,
  /** A function does not reach a service for some minutes. */
  'cut-off': 0.05,
  /** Dead letters are redriven while the system works. */
  redrive: 0.5,
  /** All archived events are replayed while the system works. */
  replay: 0.15,
  /** Every function is deployed again while the system works. */
  redeploy: 0.3,
} as const;

export type Fault = keyof typeof FAULTS;
export const ALL_FAULTS = Object.keys(FAULTS) as Fault[];

/** A fault that happened. */
export interface DrawnFault {
  readonly fault: Fault;
  /** The label of the work that it happened to. */
  readonly label: string;
}

/** The services that can be unavailable, by their names in a signature. */
export const SERVICES_WITH_OUTAGES = ['dynamodb', 'events', 'ses', 'sqs', 'lambda'];

const OUTAGE_MS = 3_600_000;
/** A function is cut off for so long: longer than Lambda itself tries an event again, which takes three minutes. */
const [MIN_CUT_OFF_MS, MAX_CUT_OFF_MS] = [4 * 60_000, 20 * 60_000];

/** Decides which faults happen, each by the label of the work that it would happen to. */
export class Faults {
  /** The faults that have happened. */
  readonly drawn: DrawnFault[] = [];
  /** Whether no faults happen any more, but for outages that have begun. */
  quiet = false;
  /** When the outage of a service begins, in milliseconds since 1970. */
  readonly #outages = new Map<string, number>();
  /** From when until when a function does not reach a service, in milliseconds since 1970, by `FUNCTION-SERVICE`. */
  readonly #cutOffs = new Map<string, readonly [number, number] | undefined>();
  /** Where and when faults happen. */
  #times: { readonly operator: Cause; readonly since: number; readonly span: number } | undefined;

  /**
   * @param kinds the faults that may happen
   * @param only if given, exactly the faults that happen, as `FAULT LABEL`
   */
  constructor(
    private readonly kinds: ReadonlySet<Fault>,
    private readonly only?: ReadonlySet<string>,
  ) {}

  /** Whether a service is unavailable at a time, in milliseconds since 1970. */
  isOut(service: string, now: number): boolean {
    const out = this.#outages.get(service);
    return out !== undefined && now >= out && now < out + OUTAGE_MS;
  }

  /** Whether a function does not reach a service at a time, in milliseconds since 1970. */
  isCutOff(functionName: string, service: string, now: number): boolean {
    const name = `${functionName}-${service}`;
    if (!this.#cutOffs.has(name)) this.#cutOffs.set(name, this.#drawCutOff(name));
    const [from, to] = this.#cutOffs.get(name) ?? [0, 0];
    return now >= from && now < to;
  }

  #drawCutOff(name: string): readonly [number, number] | undefined {
    if (!this.#times) return undefined;
    const { operator, since, span } = this.#times;
    const cause = operator.next(`cut-off-of-${name}`);
    if (!this.strikes('cut-off', cause)) return undefined;
    const from = since + span * cause.draw('when');
    return [from, from + MIN_CUT_OFF_MS + (MAX_CUT_OFF_MS - MIN_CUT_OFF_MS) * cause.draw('how long')];
  }

  /** When the last outage ends, and every function reaches every service again, in milliseconds since 1970; 0 if there is none. */
  get outagesEnd(): number {
    const outages = [...this.#outages.values()].map((since) => since + OUTAGE_MS);
    return Math.max(0, ...outages, ...[...this.#cutOffs.values()].map((cutOff) => cutOff?.[1] ?? 0));
  }

  /** Makes a service unavailable for an hour from `since`, in milliseconds since 1970. */
  putOut(service: string, since: number): void {
    this.#outages.set(service, since);
  }

  /** Draws the outages of a world whose faults happen in the `span` milliseconds from `since` (milliseconds since 1970). */
  drawOutages(operator: Cause, since: number, span: number): void {
    this.#times = { operator, since, span };
    for (const service of SERVICES_WITH_OUTAGES) {
      const cause = operator.next(`outage-of-${service}`);
      if (this.strikes('outage', cause)) this.#outages.set(service, since + span * cause.draw('when'));
    }
  }

  /** Draws whether a fault happens to some work, and records it if it does. */
  strikes(fault: Fault, cause: Cause): boolean {
    if (this.quiet || !this.kinds.has(fault)) return false;
    if (this.only ? !this.only.has(`${fault} ${cause.label}`) : cause.draw(fault) >= FAULTS[fault]) return false;
    this.drawn.push({ fault, label: cause.label });
    return true;
  }
}
