import { describe, expect, it } from 'vitest';
import { defineProcess, inMilliseconds } from '#contracts/define-process.ts';
import { OrderPlaced } from '../../../../events/order-placed.ts';
import { PointsAwarded } from '../../../../events/points-awarded.ts';
import { StockReceived } from '../../../../events/stock-received.ts';

const about = { starts: OrderPlaced, instance: { one: 'order', many: 'orders' } };

describe('defineProcess', () => {
  it('refuses an event that does not carry the business key of the process', () => {
    expect(() =>
      defineProcess('p', { ...about, steps: { stocked: { done: [StockReceived], within: '1 hour' } } }),
    ).toThrow('Process p, step stocked: StockReceived does not carry order.id.');
  });

  it('does not compile with a step that waits for one that does not exist, and refuses it', () => {
    const declare = () =>
      defineProcess('p', {
        ...about,
        // @ts-expect-error: there is no step "paid".
        steps: { rewarded: { done: [PointsAwarded], within: '1 hour', when: { step: 'paid', is: 'done' } } },
      });
    expect(declare).toThrow('Process p, step rewarded waits for "paid", which is no step of it.');
  });

  it.each([
    ['1 second', 1000],
    ['5 minutes', 300_000],
    ['1 hour', 3_600_000],
    ['2 days', 172_800_000],
  ] as const)('reads %s', (duration, milliseconds) => {
    expect(inMilliseconds(duration)).toBe(milliseconds);
  });
});
