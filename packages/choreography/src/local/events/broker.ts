import { randomUUID } from 'node:crypto';
import type { Whereabouts } from '#local/account.ts';
import { validationError } from '#local/aws-error.ts';
import type { Clock } from '#local/clock.ts';
import type { InFlight } from '#local/in-flight.ts';
import type { OnNotice } from '#local/notice.ts';
import { type Journal, NO_JOURNAL } from '#local/state/journal.ts';
import { readJson, writeJson } from '#pattern/json/exact-json.ts';
import { Archives } from './archive/archives.ts';
import { Replays } from './archive/replays.ts';
import { Buses, type RuleProperties } from './buses.ts';
import { type Destinations, deliver } from './deliver.ts';
import { type Event, newEvent } from './event.ts';
import { putEvents } from './put-events.ts';
import { isEnabled, type Rule, type Target } from './rule.ts';
import { Schedules } from './schedule/schedules.ts';
import { Tags } from './tags.ts';

/** What is around a broker. */
export interface Surroundings {
  readonly at?: Whereabouts;
  /** The broker of a bus, by its ARN. */
  brokerOf?(busArn: string): Broker | undefined;
  /** Whether EventBridge may take a role on; undefined if the role is not known. */
  mayAssume?(roleArn: string): boolean | undefined;
  readonly journal?: Journal;
}

/** EventBridge of an account in a region: events put on a bus reach the targets of every rule that matches, each by itself. */
export class Broker {
  readonly buses: Buses;
  readonly tags = new Tags();
  readonly archives: Archives;
  readonly replays: Replays;
  readonly #schedules: Schedules;
  readonly #unheard = new Set<string>();
  readonly #journal: Journal;

  /** The clock's time in milliseconds since 1970. */
  readonly now = (): number => this.clock.now();

  constructor(
    private readonly destinations: Destinations,
    private readonly inFlight: InFlight,
    private readonly notify: OnNotice,
    private readonly clock: Clock,
    private readonly surroundings: Surroundings = {},
  ) {
    this.buses = new Buses(this.now, surroundings.at);
    this.#journal = surroundings.journal ?? NO_JOURNAL;
    this.archives = new Archives(this.buses, this.now, this.#journal);
    this.replays = new Replays(this.archives, clock, inFlight, (bus, event, only) => this.route(bus, event, only));
    this.#schedules = new Schedules(clock, (rule) => this.#ring(rule), this.#journal);
  }

  putEvents(input: Parameters<typeof putEvents>[0]): ReturnType<typeof putEvents> {
    return putEvents(input, {
      buses: { find: (nameOrArn) => this.buses.find(nameOrArn) ?? this.#elsewhere(nameOrArn)?.buses.find(nameOrArn) },
      from: this.buses.at,
      now: this.now,
      route: (bus, event) => (this.#elsewhere(bus.arn) ?? this).route(bus.name, event),
      unknownBus: (bus, event) =>
        this.notify({ kind: 'unknown-bus', bus, source: event.source, detailType: event['detail-type'] }),
    });
  }

  /** Gives an event to the bus's archives and to every target of its rules that match, or of those alone that are named by ARN. */
  route(busName: string, event: Event, only?: readonly string[]): void {
    const bus = this.buses.get(busName);
    const kept = this.archives.keep(bus.arn, event);
    const hearing = bus.matching(event).filter((rule) => isEnabled(rule) && (!only || only.includes(rule.arn)));
    for (const rule of hearing) this.#toTargets(rule, event);
    if (hearing.length === 0 && !kept) this.#tellUnheard(bus.name, event);
  }

  /** Says once of each kind of event that it ends on a bus. */
  #tellUnheard(bus: string, { source, 'detail-type': detailType }: Event): void {
    const kind = JSON.stringify([bus, source, detailType]);
    if (this.#unheard.has(kind)) return;
    this.#unheard.add(kind);
    this.notify({ kind: 'unheard-event', bus, source, detailType });
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
      const key = `delivery/${randomUUID()}`;
      this.#journal.put(key, { rule: rule.arn, target: target.Id, event: writeJson(event) });
      this.#toTarget(key, rule, target, event);
    }
  }

  #toTarget(key: string, rule: Rule, target: Target, event: Event): void {
    void this.inFlight.track(async () => {
      await deliver(event, rule, target, this.destinations, this.notify, this.clock);
      this.#journal.delete(key);
    });
  }
}
