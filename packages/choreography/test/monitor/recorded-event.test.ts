import { describe, expect, it } from 'vitest';
import { readRecordedEvent } from '#monitor/recorded-event.ts';
import { checkoutProcess } from '../../../../functions/monitor/checkout-process.ts';
import { anOrder, delivered } from '../../../../test/functions/order.ts';

const read = (source: string, type: string, detail: object) =>
  readRecordedEvent([checkoutProcess], delivered(source, type, detail));

describe('an event that the monitor hears', () => {
  it('is joined to its order by the metadata', () => {
    const metadata = {
      ...{ eventId: 'm-1', correlationId: 'o-7', causationId: 'e-0', hops: 1, version: 1 },
      occurredAt: '2026-11-24T12:00:00.500Z',
      producer: 'warehouse/dispatch-order',
    };
    expect(read('shop.warehouse', 'OrderDispatched', { metadata, data: {} })).toMatchObject({
      correlationId: 'o-7',
      recorded: {
        eventId: 'm-1',
        at: '2026-11-24T12:00:00.500Z',
        causationId: 'e-0',
        participant: 'warehouse',
        job: 'dispatch-order',
      },
    });
  });

  it('is joined by its business key when it comes from outside, also of a participant that nobody knows', () => {
    expect(read('shop.loyalty', 'BadgeGiven', { data: { order: { id: 'o-1' } } })).toMatchObject({
      correlationId: 'o-1',
      recorded: {
        eventId: 'e-1',
        at: '2026-11-24T12:00:00.000Z',
        causationId: null,
        participant: 'loyalty',
        job: null,
      },
    });
  });

  it.each([
    {},
    { data: null },
    { data: 'text' },
    { data: { order: { id: 7 } } },
    { metadata: { eventId: 1 }, data: {} },
  ])('belongs to no order when it says %j', (detail) => {
    expect(read('shop.loyalty', 'BadgeGiven', detail).correlationId).toBeNull();
  });

  it.each(['OrderPlaced', 'BadgeGiven'])('is kept without personal data: %s', (type) => {
    const { recorded } = read('shop.checkout', type, { data: { order: anOrder() } });
    expect(JSON.stringify(recorded)).not.toMatch(/Ada|Lovelace|example\.com/);
    expect(recorded.data).toMatchObject({ order: { id: 'o-1', customer: { id: 'c-1', name: '***', email: '***' } } });
  });

  it('is kept without personal data of a customer, also when nobody knows the event', () => {
    const { customer } = anOrder();
    expect(read('shop.crm', 'CustomerRegistered', { data: { customer } }).recorded.data).toEqual({
      customer: { id: 'c-1', name: '***', email: '***' },
    });
  });
});
