import { expect, test } from 'vitest';
import { renderMoment, renderMoments } from '#cli/instance/render-moment.ts';
import { moved } from '#cli/instance/rewind.ts';
import type { RecordedEvent, StepView } from '#monitor/api-types.ts';
import { momentsOf } from '#monitor/instances/moments.ts';

const at = (second: number) => new Date(Date.UTC(2026, 10, 24, 12) + second * 1000).toISOString();
const event = (type: string, second: number): RecordedEvent => ({
  ...{ eventId: type, source: 'library', type, at: at(second), causationId: null, participant: 'stacks', job: null },
  data: { loanId: '7' },
});
const step = (name: string, ended: string | null, second: number | null, deadline: number): StepView => ({
  ...{ name, event: ended, at: second === null ? null : at(second), deadline: at(deadline), within: '1 minute' },
  ...{ state: ended ? 'done' : 'waiting', participant: 'stacks', late: false },
});
// Two events of one millisecond: only the first was there before the second.
const loan = {
  events: [event('BookLent', 0), event('BookFetched', 30), event('LoanConfirmed', 30), event('BookRead', 90)],
  steps: [
    step('fetched', 'BookFetched', 30, 60),
    step('confirmed', 'LoanConfirmed', 30, 60),
    step('counted', null, null, 60),
  ],
};

test('before each event stands what the events before it have done, and what was late by then', () => {
  const states = momentsOf(loan).map(({ before, after }) =>
    [before, after].map((all) => all.map(({ state }) => state).join()),
  );
  expect(states).toEqual([
    ['waiting,waiting,waiting', 'waiting,waiting,waiting'],
    ['waiting,waiting,waiting', 'done,waiting,waiting'],
    ['done,waiting,waiting', 'done,done,waiting'],
    ['done,done,overdue', 'done,done,overdue'],
  ]);
});

test('a list has a line for each event, with what it changed', () => {
  expect(renderMoments(momentsOf(loan)).split('\n')[1]).toMatch(
    /^ {2}2 {2}BookFetched {2}stacks {2}\S.* → fetched done$/,
  );
});

test('a moment is shown in the words of the process, within 80 columns', () => {
  const [, second] = momentsOf(loan);
  const text = second ? renderMoment({ key: '7', words: { one: 'loan', many: 'loans', party: null } }, second, 4) : '';
  expect(text.split('\n').slice(0, 3)).toEqual(['loan 7, before event 2 of 4', '', '  fetched    waiting  → done']);
  expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(80);
});

test.each([
  ['right', 0, 1],
  ['right', 3, 3],
  ['left', 0, 0],
  ['end', 0, 3],
  ['home', 3, 0],
  ['q', 2, undefined],
])('the key %s leads from %s to %s', (key, from, to) => {
  expect(moved(from, 4, key)).toBe(to);
});
