import { describe, expect, it } from 'vitest';
import { eventEntries } from '#jobs/event-entry.ts';
import { say } from '#jobs/say.ts';
import { OrderDispatched } from '../../../../events/order-dispatched.ts';
import { OrderPlaced } from '../../../../events/order-placed.ts';
import { anOrder } from '../../../../test/functions/order.ts';

const order = anOrder();
const incoming = { data: null, key: 'o-1', eventId: 'e-1', correlationId: 'o-1', hops: 1 };
const now = new Date('2026-11-24T12:00:00Z');
const entries = (at = now, cause = 'e-1') =>
  eventEntries(
    'warehouse/dispatch-order',
    { ...incoming, eventId: cause },
    [say(OrderDispatched, { order, dispatchId: 'd-1' })],
    at,
  );
const idOf = (entry: { Detail: string } | undefined) => JSON.parse(entry?.Detail ?? '').metadata.eventId;

describe('the events that a job says', () => {
  it('carry the place in the chain', () => {
    const [entry] = entries();
    expect(entry).toMatchObject({ Source: 'shop.warehouse', DetailType: 'OrderDispatched' });
    expect(JSON.parse(entry?.Detail ?? '')).toEqual({
      metadata: {
        eventId: expect.stringMatching(/^[0-9a-f]{32}$/),
        correlationId: 'o-1',
        causationId: 'e-1',
        hops: 1,
        version: 1,
        occurredAt: now.toISOString(),
        producer: 'warehouse/dispatch-order',
      },
      data: { order, dispatchId: 'd-1' },
    });
  });

  it('have the same id in a repeated run, and another for another cause, type or position', () => {
    expect(idOf(entries(new Date())[0])).toBe(idOf(entries()[0]));
    expect(idOf(entries(now, 'e-2')[0])).not.toBe(idOf(entries()[0]));
    const [first, second] = eventEntries(
      'checkout/place-order',
      incoming,
      [say(OrderPlaced, { order }), say(OrderPlaced, { order })],
      now,
    );
    expect(idOf(first)).not.toBe(idOf(second));
  });

  it('may not break their own contract', () => {
    const broken = say(OrderDispatched, { order, dispatchId: '' });
    expect(() => eventEntries('warehouse/dispatch-order', incoming, [broken], now)).toThrow('dispatchId');
  });
});
