import { expect, it } from 'vitest';
import { compareItems } from '#cli/instance/compare-items.ts';
import { compareRuns } from '#cli/instance/compare-runs.ts';
import type { RecordedEvent, StepView } from '#monitor/api-types.ts';

const event = (type: string, data: unknown = {}, eventId = type): RecordedEvent => ({
  ...{ eventId, source: 'library', type, at: '2026-11-24T12:00:00.000Z', causationId: null, participant: 'stacks' },
  ...{ job: 'lend', data },
});
const step = (name: string, state: 'done' | 'waiting', type: string): StepView => ({
  ...{ name, state, event: state === 'done' ? type : null, at: state === 'done' ? '2026-11-24T12:00:00.000Z' : null },
  ...{ participant: 'stacks', within: null, deadline: null, late: false },
});

it('events that come no more, are new or say something else are told, and steps that end otherwise', () => {
  const then = {
    events: [event('Asked'), event('Lent', { days: 28 }), event('Counted')],
    steps: [step('lent', 'done', 'Lent'), step('counted', 'done', 'Counted')],
  };
  const now = {
    events: [event('Asked', {}, 'another id'), event('Lent', { days: 14 }, 'x'), event('Refused', {}, 'y')],
    steps: [step('lent', 'done', 'Lent'), step('counted', 'waiting', 'Counted')],
  };
  expect(compareRuns(then, now, { from: 1, isPastKnown: true })).toEqual({
    missing: [then.events[2]],
    added: [now.events[2]],
    changed: [{ event: then.events[1], differences: [{ path: 'days', was: 28, is: 14 }] }],
    steps: [{ name: 'counted', was: 'done', is: 'waiting' }],
  });
});

it('what was before the event is compared only if it is known', () => {
  const then = { events: [event('Asked'), event('Lent')], steps: [step('asked', 'done', 'Asked')] };
  const now = { events: [event('Lent', {}, 'x')], steps: [step('asked', 'waiting', 'Asked')] };
  expect(compareRuns(then, now, { from: 2, isPastKnown: false }).steps).toEqual([]);
  expect(compareRuns(then, now, { from: 2, isPastKnown: true }).steps).toHaveLength(1);
});

it("items of the instance and those that the run changed are compared, others' are not", () => {
  const [own, shared, others, monitors] = ['item/t/own', 'item/t/shared', 'item/t/others', 'item/monitor/own'];
  const item = (pk: string, n: number) => ({ pk: { S: pk }, n: { N: String(n) } });
  const before = new Map<string, unknown>([
    [shared, item('stock', 10)],
    [others, item('loan 8', 1)],
  ]);
  const then = new Map<string, unknown[]>([
    [own, [item('loan 7', 1)]],
    // Another instance took one more afterwards.
    [shared, [item('stock', 9), item('stock', 8)]],
    [others, [item('loan 8', 2)]],
    [monitors, [item('loan 7', 1)]],
  ]);
  const now = (n: number, stock: number) =>
    new Map<string, unknown>([
      [own, item('loan 7', n)],
      [shared, item('stock', stock)],
      [others, item('loan 8', 1)],
    ]);
  const keys = new Map([['t', 'pk S']]);
  expect(compareItems(before, then, now(1, 9), 'loan 7', keys)).toEqual([]);
  expect(compareItems(before, then, now(2, 7), 'loan 7', keys)).toEqual([
    { table: 't', key: ['stock'], differences: [{ path: 'n', was: 8, is: 7 }] },
    { table: 't', key: ['loan 7'], differences: [{ path: 'n', was: 1, is: 2 }] },
  ]);
});
