import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Bus } from '#local/events/bus.ts';
import { detailText, type Event, eventText, newEvent } from '#local/events/event.ts';
import { putEvents } from '#local/events/put-events.ts';
import { HOME } from '#local/runtime/account.ts';
import { readJson, writeJson } from '#pattern/json/exact-json.ts';

const detailTexts = fc.oneof(
  fc
    .tuple(fc.dictionary(fc.string(), fc.jsonValue()), fc.constantFrom(0, 2))
    .map(([value, space]) => JSON.stringify(value, null, space)),
  fc.constantFrom('{"a":1.0}', '{"a":1,"a":2}', '{ "a" : "\\u0041" }', '{"2":0,"1":0}'),
);

it('What is written of an event is the same whether or not the text of its detail was kept', () => {
  fc.assert(
    fc.property(detailTexts, fc.string({ minLength: 1 }), (Detail, DetailType) => {
      const [event] = taken({ Source: 'museum.loans', DetailType, Detail });
      const { detail } = event as Event;
      expect(detailText(event as Event)).toBe(writeJson(readJson(Detail)));
      expect(eventText(event as Event)).toBe(writeJson(event));
      expect(eventText({ ...(event as Event), detail })).toBe(writeJson(event));
    }),
  );
});

it('The name of a replay comes where a replay writes it, after the detail', () => {
  const event = newEvent({ source: 'museum.loans', detailType: 'LoanAgreed', resources: [], detail: { id: 1 } }, 0);
  expect(eventText({ ...event, 'replay-name': 'again' })).toMatch(/"detail":\{"id":1\},"replay-name":"again"\}$/);
});

function taken(entry: { Source: string; DetailType: string; Detail: string }): Event[] {
  const events: Event[] = [];
  const bus = {} as Bus;
  const route = (_: Bus, event: Event) => events.push(event);
  putEvents(
    { Entries: [entry] },
    { buses: { find: () => bus }, from: HOME, route, unknownBus: () => {}, now: () => 0 },
  );
  return events;
}
