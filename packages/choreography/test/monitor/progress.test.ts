import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { progressOf, type Sightings } from '#monitor/progress.ts';
import { checkoutProcess } from '../../../../functions/monitor/checkout-process.ts';

const at = (minute: number) => new Date(Date.parse('2026-11-24T12:00:00Z') + minute * 60_000).toISOString();
const seen = (minutes: Record<string, number>): Sightings =>
  Object.fromEntries(Object.entries(minutes).map(([type, minute]) => [type, { eventId: type, at: at(minute) }]));
const progress = (minutes: Record<string, number>, now = 1) =>
  progressOf(checkoutProcess, seen(minutes), new Set(), new Date(at(now)));
const states = (minutes: Record<string, number>, now = 1) =>
  Object.fromEntries(progress(minutes, now).steps.map(({ name, state }) => [name, state]));

const inStock = {
  OrderPlaced: 0,
  OrderConfirmationSent: 1,
  OrderDispatched: 1,
  PointsAwarded: 1,
  DispatchAnnounced: 1,
};
const outOfStock = {
  OrderPlaced: 0,
  OrderConfirmationSent: 1,
  OrderRejected: 1,
  PointsAwarded: 1,
  ApologySent: 1,
  PointsReversed: 1,
};

describe('the progress of an order', () => {
  it('is open once it is placed, and says what is due until when', () => {
    expect(progress({ OrderPlaced: 0 })).toMatchObject({ state: 'open', startedAt: at(0), deadline: at(5) });
    expect(states({ OrderPlaced: 0 })).toEqual({ confirmed: 'waiting', dispatched: 'waiting', rewarded: 'waiting' });
  });

  it('is completed when every step is done', () => {
    expect(progress(inStock)).toMatchObject({ state: 'completed', deadline: null });
    expect(states(inStock)).toEqual({ confirmed: 'done', dispatched: 'done', rewarded: 'done', announced: 'done' });
  });

  it('is failed when it was rejected, and then needs an apology and reversed points instead of a parcel', () => {
    expect(progress({ OrderPlaced: 0, OrderRejected: 1 }).state).toBe('failed');
    expect(states(outOfStock)).toEqual({
      confirmed: 'done',
      dispatched: 'failed',
      rewarded: 'done',
      apologised: 'done',
      reversed: 'done',
    });
  });

  it('is overdue when a step misses its deadline, and completed if it still happens', () => {
    const { PointsAwarded: _, ...late } = inStock;
    expect(progress(late, 9).state).toBe('open');
    expect(progress(late, 11)).toMatchObject({ state: 'overdue', deadline: at(10) });
    expect(progress({ ...late, PointsAwarded: 12 }, 13).state).toBe('completed');
  });

  it('names the steps that are owed, and tells those that were set aside from those of which nothing is known', () => {
    const { missing } = progressOf(checkoutProcess, seen({ OrderPlaced: 0 }), new Set(['rewarded']), new Date(at(6)));
    expect(missing).toEqual([
      { step: 'confirmed', participant: 'email', setAside: false },
      { step: 'rewarded', participant: 'rewards', setAside: true },
    ]);
  });

  it('counts the deadline of a conditional step from the step that it waits for', () => {
    expect(progress({ OrderPlaced: 0, OrderDispatched: 20 }, 29).steps.at(-1)).toMatchObject({
      name: 'announced',
      state: 'waiting',
      deadline: at(30),
    });
  });

  it('is not completed before its start was heard', () => {
    const { OrderPlaced: _, ...rest } = inStock;
    expect(progress(rest)).toMatchObject({ state: 'open', startedAt: null });
  });

  it('does not depend on the order in which the events were heard', () => {
    const types = fc.constantFrom<[string, number][]>(Object.entries(inStock), Object.entries(outOfStock));
    const shuffled = types.chain((all) => fc.shuffledSubarray(all, { minLength: all.length }));
    fc.assert(
      fc.property(types, shuffled, (all, other) => {
        fc.pre(all.every(([type]) => other.some(([same]) => same === type)) && all.length === other.length);
        expect(progress(Object.fromEntries(other))).toEqual(progress(Object.fromEntries(all)));
      }),
    );
  });
});
