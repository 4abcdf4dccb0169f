import { randomUUID } from 'node:crypto';
import { validationError } from '#local/gateway/aws-error.ts';
import type { AccountRegion } from '#local/runtime/account.ts';
import type { ServiceClock } from '#local/runtime/clock.ts';
import type { InFlight } from '#local/runtime/in-flight.ts';
import { type OnOperation, UNCOUNTED } from '#local/runtime/metering/operation.ts';
import { type KeyOf, type OnNotice, UNTOLD } from '#local/runtime/notice.ts';
import { type Journal, NO_JOURNAL } from '#local/state/journal.ts';
import { readJson } from '#pattern/json/exact-json.ts';
import { Archives, sizeOf } from './archive/archives.ts';
import { Replays } from './archive/replays.ts';
import type { Bus } from './bus.ts';
import { Buses, type RuleProperties } from './buses.ts';
import { type Destinations, deliver } from './deliver.ts';
import { type Event, eventText, newEvent } from './event.ts';
import { EventKinds } from './notices/event-kinds.ts';
import { EventNotice } from './notices/event-notice.ts';
import { isChoosy, nearMiss } from './notices/near-misses.ts';
import { putEvents } from './put-events.ts';
import { isEnabled, type Rule, type Target } from './rule.ts';
import { Schedules } from './schedule/schedules.ts';
import { Tags } from './tags.ts';

/** What is around a broker. */
export interface BrokerServices {
  readonly at?: AccountRegion;
  /** The broker of a bus, by its ARN. */
  brokerOf?(busArn: string): Broker | undefined;
  /** Whether EventBridge may take a role on; undefined if the role is not known. */
  mayAssume?(roleArn: string): boolean | undefined;
  readonly journal?: Journal;
  readonly keyOf?: KeyOf | undefined;
  readonly count?: OnOperation | undefined;
}

/** EventBridge of an account in a region: events put on a bus reach the targets of every rule that matches, each by itself. */
export class Broker {
  readonly buses: Buses;
  readonly tags = new Tags();
  readonly archives: Archives;
  readonly replays: Replays;
  readonly #schedules: Schedules;
  readonly #unheard = new EventKinds();
  readonly #journal: Journal;
  readonly #count: OnOperation;

  /** The clock's time in milliseconds since 1970. */
  readonly now = (): number => this.clock.now();

  constructor(
    private readonly destinations: Destinations,
    private readonly inFlight: InFlight,
    private readonly notify: OnNotice,
    private readonly clock: ServiceClock,
    private readonly surroundings: BrokerServices = {},
  ) {
    this.buses = new Buses(this.now, surroundings.at);
    this.#journal = surroundings.journal ?? NO_JOURNAL;
    this.#count = surroundings.count ?? UNCOUNTED;
    this.archives = new Archives(this.buses, this.now, this.#journal, this.#count);
    this.replays = new Replays(this.archives, clock, inFlight, (bus, event, only) => this.route(bus, event, only));
    this.#schedules = new Schedules(clock, (rule) => this.#ring(rule), this.#journal);
  }

  putEvents(input: Parameters<typeof putEvents>[0]): ReturnType<typeof putEvents> {
    this.#count({ kind: 'put-events', entries: input.Entries.length });
    return putEvents(input, {
      buses: { find: (nameOrArn) => this.buses.find(nameOrArn) ?? this.#elsewhere(nameOrArn)?.buses.find(nameOrArn) },
      from: this.buses.at,
      now: this.now,
      route: (bus, event, matching) => {
        const there = bus.at === this.buses.at ? this : (this.#elsewhere(bus.arn) ?? this);
        there.route(bus.name, event, undefined, matching);
      },
      unknownBus: (bus, event) =>
        this.notify({ kind: 'unknown-bus', bus, source: event.source, detailType: event['detail-type'] }),
    });
  }

  /**
   * Gives an event to the bus's archives and to every target of its rules that match, or of those alone that are named by ARN.
   *
   * @param matching the rules that match, also those that are disabled, if they are known
   */
  route(busName: string, event: Event, only?: readonly string[], matching?: readonly Rule[]): void {
    const bus = this.buses.get(busName);
    const { source, 'detail-type': detailType } = event;
    if (this.#count !== UNCOUNTED)
      this.#count({ kind: 'event', bus: bus.name, source, detailType, bytes: sizeOf(event) });
    const kept = this.archives.keep(bus.arn, event);
    const hearing = (matching ?? bus.matching(event)).filter(only ? isEnabledOf(only) : isEnabled);
    for (const rule of hearing) this.#toTargets(rule, event);
    this.#tellHeard(bus.name, event, hearing);
    if (!hearing.some(isChoosy)) this.#tellUnheard(bus, event, kept || hearing.length > 0);
  }

  #tellHeard(bus: string, event: Event, hearing: readonly Rule[]): void {
    if (this.notify !== UNTOLD) this.notify(new EventNotice(bus, event, hearing, this.#keyOf));
  }

  /** A property, so that it can be passed without binding. */
  readonly #keyOf = (event: Event): string | undefined => {
    const { correlationId } = Object((event.detail as { metadata?: unknown }).metadata) as { correlationId?: unknown };
    return this.surroundings.keyOf?.(event) ?? (typeof correlationId === 'string' ? correlationId : undefined);
  };

  /** Says once of each kind of event that no rule asks for it: of one that is kept, only what it may have been meant to be. */
  #tellUnheard({ name: bus, rules }: Bus, event: Event, isKept: boolean): void {
    const { source, 'detail-type': detailType } = event;
    if (!this.#unheard.add(bus, source, detailType)) return;
    const miss = nearMiss(event, [...rules.values()].filter(isEnabled));
    if (isKept && Object.keys(miss).length === 0) return;
    this.notify({ kind: 'unheard-event', bus, source, detailType, isKept, ...miss });
  }

  /** Makes or changes a rule. A schedule begins at once, or with `startSchedules` if that is still to come. */
  putRule(properties: RuleProperties): Rule {
    const rule = this.buses.putRule(properties);
    this.#schedules.put(rule);
    return rule;
  }

  deleteRule(rule: Rule): void {
    this.#schedules.remove(rule);
    this.tags.forget(rule.arn);
    this.buses.get(rule.bus).remove(rule.name);
  }

  /** Delivers what another run had taken and not delivered yet, if its rule and target are still there. */
  restore(): void {
    const rules = this.buses.all().flatMap((bus) => [...bus.rules.values()]);
    for (const [key, value] of this.#journal.entries('delivery/')) {
      const { rule: ruleArn, target: id, event } = value as { rule: string; target: string; event: string };
      const rule = rules.find(({ arn }) => arn === ruleArn);
      const target = rule?.targets.get(id);
      if (rule && target) this.#toTarget(key, rule, target, readJson(event) as Event);
      else this.#journal.delete(key);
    }
  }

  /** Starts the schedules of the rules that have one. */
  startSchedules(): void {
    this.#schedules.start();
  }

  stop(): void {
    this.#schedules.stop();
    this.archives.stop();
  }

  /** Throws EventBridge's answer to a role that does not trust it; one that is not known here is not judged. */
  mustBeTrusted(roleArn: string | undefined): void {
    if (roleArn === undefined || this.surroundings.mayAssume?.(roleArn) !== false) return;
    throw validationError(`Provided role '${roleArn}' cannot be assumed by principal 'events.amazonaws.com'.`);
  }

  #elsewhere(busArn: string | undefined): Broker | undefined {
    return busArn?.startsWith('arn:') ? this.surroundings.brokerOf?.(busArn) : undefined;
  }

  #ring(rule: Rule): void {
    if (!isEnabled(rule)) return;
    const event = { source: 'aws.events', detailType: 'Scheduled Event', resources: [rule.arn], detail: {} };
    this.#toTargets(rule, newEvent(event, this.clock.now(), this.buses.at));
  }

  #toTargets(rule: Rule, event: Event): void {
    for (const target of rule.targets.values()) {
      if (this.#count !== UNCOUNTED)
        this.#count({ kind: 'delivery', bus: rule.bus, rule: rule.name, target: target.Arn });
      this.#toTarget(this.#keepDelivery(rule, target, event), rule, target, event);
    }
  }

  /** Returns the key under which the journal has it. */
  #keepDelivery(rule: Rule, target: Target, event: Event): string {
    if (this.#journal === NO_JOURNAL) return '';
    const key = `delivery/${randomUUID()}`;
    this.#journal.put(key, { rule: rule.arn, target: target.Id, event: eventText(event) });
    return key;
  }

  #toTarget(key: string, rule: Rule, target: Target, event: Event): void {
    void this.inFlight.track(async () => {
      await deliver(event, rule, target, this.destinations, this.notify, this.clock);
      this.#journal.delete(key);
    });
  }
}

const isEnabledOf =
  (ruleArns: readonly string[]) =>
  (rule: Rule): boolean =>
    isEnabled(rule) && ruleArns.includes(rule.arn);
