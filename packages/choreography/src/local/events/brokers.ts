import { type AccountRegion, HOME, isSame } from '#local/runtime/account.ts';
import type { Broker } from './broker.ts';

/** EventBridge in every account and region, each made when it is first called; templates are deployed to the one at home. */
export class Brokers {
  readonly home: Broker;
  readonly #elsewhere = new Map<string, Broker>();
  #started = false;

  constructor(
    private readonly make: (at: AccountRegion) => Broker,
    /** Called for a request to an account and region without a deployed template. */
    private readonly onElsewhere: (at: AccountRegion) => void = () => {},
  ) {
    this.home = make(HOME);
  }

  in(at: AccountRegion): Broker {
    const known = this.find(at);
    if (known) return known;
    const made = this.make(at);
    this.#elsewhere.set(keyOf(at), made);
    this.onElsewhere(at);
    if (this.#started) made.startSchedules();
    return made;
  }

  /** Undefined when nothing was ever called there. */
  find(at: AccountRegion): Broker | undefined {
    return isSame(at, HOME) ? this.home : this.#elsewhere.get(keyOf(at));
  }

  /** Starts the schedules of the rules that have one. */
  startSchedules(): void {
    this.#started = true;
    for (const broker of this.#all()) broker.startSchedules();
  }

  stop(): void {
    for (const broker of this.#all()) broker.stop();
  }

  #all(): Broker[] {
    return [this.home, ...this.#elsewhere.values()];
  }
}

const keyOf = ({ account, region }: AccountRegion): string => `${account} ${region}`;
