import type { Clock } from '../clock.ts';
import type { InFlight } from '../in-flight.ts';
import type { OnNotice } from '../notice.ts';
import { Buses } from './buses.ts';
import { type Destinations, deliver } from './deliver.ts';
import type { Event } from './event.ts';
import { putEvents } from './put-events.ts';
import { millisecondsOf } from './schedule.ts';

/** EventBridge: events put on a bus reach the targets of every rule that matches, each by itself. */
export class Broker {
  readonly buses = new Buses();
  readonly #schedules: (() => void)[] = [];

  constructor(
    private readonly destinations: Destinations,
    private readonly inFlight: InFlight,
    private readonly notify: OnNotice,
    private readonly clock: Clock,
  ) {}

  putEvents(input: Parameters<typeof putEvents>[0]): ReturnType<typeof putEvents> {
    return putEvents(input, {
      buses: this.buses,
      now: () => this.clock.now(),
      route: (bus, event) => this.route(bus, event),
      unknownBus: (bus, event) =>
        this.notify({ kind: 'unknown-bus', bus, source: event.source, detailType: event['detail-type'] }),
    });
  }

  /** Gives an event to every target of every rule of the bus that matches it. */
  route(bus: string, event: Event): void {
    for (const rule of this.buses.get(bus).matching(event)) {
      if (!rule.enabled) continue;
      for (const target of rule.targets.values()) {
        void this.inFlight.track(() => deliver(event, rule, target, this.destinations, this.notify, this.clock));
      }
    }
  }

  /** Starts the schedules of the rules that have one. */
  startSchedules(newEvent: (ruleArn: string) => Event): void {
    for (const rule of this.buses.all().flatMap(({ rules }) => [...rules.values()])) {
      if (rule.schedule === undefined) continue;
      const end = this.clock.every(millisecondsOf(rule.schedule), () => {
        if (!rule.enabled) return;
        for (const target of rule.targets.values()) {
          void this.inFlight.track(() =>
            deliver(newEvent(rule.arn), rule, target, this.destinations, this.notify, this.clock),
          );
        }
      });
      this.#schedules.push(end);
    }
  }

  stop(): void {
    for (const end of this.#schedules) end();
  }
}
