import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Bus } from '#local/events/bus.ts';
import { detailText, type Event, eventText, isRead, newEvent } from '#local/events/event.ts';
import { putEvents } from '#local/events/put-events.ts';
import { HOME } from '#local/runtime/account.ts';
import { readJson, writeJson } from '#pattern/json/exact-json.ts';
import { parsePattern } from '#pattern/parse-pattern.ts';
import { RuleSet } from '#pattern/rule-set.ts';

const detailTexts = fc.oneof(
  fc
    .tuple(fc.dictionary(fc.string(), fc.jsonValue()), fc.constantFrom(0, 2))
    .map(([value, space]) => JSON.stringify(value, null, space)),
  fc.constantFrom('{"a":1.0}', '{"a":1,"a":2}', '{ "a" : "\\u0041" }', '{"2":0,"1":0}'),
);

it('A detail is passed on as it came, but for spaces and other ways to write the same', () => {
  fc.assert(
    fc.property(detailTexts, fc.string({ minLength: 1 }), (Detail, DetailType) => {
      const event = taken({ Source: 'museum.loans', DetailType, Detail });
      const isCompact = new RuleSet([]).matchingCompact({}, 'detail', Detail) !== undefined;
      const compact = isCompact ? Detail : writeJson(readJson(Detail));
      expect(detailText(event)).toBe(compact);
      expect(eventText(event).endsWith(`,"detail":${compact}}`)).toBe(true);
      expect(readJson(eventText(event))).toEqual({ ...event });
      expect(event.detail).toEqual(readJson(Detail));
    }),
  );
});

it('Rules and archives get what is asked of a detail that nobody has read', () => {
  const event = taken({ Source: 'museum.loans', DetailType: 'LoanAgreed', Detail: '{"id":1,"works":[{"id":2}]}' });
  expect(isRead(event)).toBe(false);
  const set = new RuleSet([{ rule: 'a loan', ways: parsePattern('{"detail":{"works":{"id":[2]}}}') }]);
  expect(set.matchingText(eventText(event))).toEqual(['a loan']);
  expect(isRead(event)).toBe(false);
  expect(set.matching(event)).toEqual(['a loan']);
  expect(isRead(event)).toBe(true);
});

it('The name of a replay comes where a replay writes it, after the detail', () => {
  const event = newEvent({ source: 'museum.loans', detailType: 'LoanAgreed', resources: [], detail: { id: 1 } }, 0);
  expect(eventText({ ...event, 'replay-name': 'again' })).toMatch(/"detail":\{"id":1\},"replay-name":"again"\}$/);
});

it('An event that another bus made of one has what it has, and no more', () => {
  const made = { id: 'e-1', source: 'museum.loans', 'detail-type': 'LoanAgreed', detail: {} } as unknown as Event;
  expect(eventText(made)).toBe('{"id":"e-1","detail-type":"LoanAgreed","source":"museum.loans","detail":{}}');
});

function taken(entry: { Source: string; DetailType: string; Detail: string }): Event {
  const events: Event[] = [];
  const bus = new Bus('museum', {}, 0);
  const route = (_: Bus, event: Event) => events.push(event);
  putEvents(
    { Entries: [entry] },
    { buses: { find: () => bus }, from: HOME, route, unknownBus: () => {}, now: () => 0 },
  );
  return events[0] as Event;
}
