import { describe, expect, it } from 'vitest';
import { HOP_LIMIT, readIncoming } from '#jobs/incoming.ts';
import { Refusal } from '#jobs/refusal.ts';
import { warehouse } from '../../../../functions/warehouse/participant.ts';
import { anOrder, delivered } from '../../../../test/functions/order.ts';

const declaration = warehouse.jobs['dispatch-order'];
const read = (detail: unknown) =>
  readIncoming('warehouse/dispatch-order', declaration, delivered('shop.checkout', 'OrderPlaced', detail));
const metadata = {
  eventId: 'm-1',
  correlationId: 'k-1',
  causationId: null,
  hops: 3,
  version: 1,
  occurredAt: '2026-11-24T12:00:00Z',
};

function refusal(detail: unknown): Refusal {
  try {
    read(detail);
  } catch (error) {
    if (error instanceof Refusal) return error;
  }
  throw new Error('The event was not refused.');
}

describe('an event that reaches a job', () => {
  it('has its metadata derived when a producer outside the project left it out', () => {
    expect(read({ data: { order: anOrder() } })).toEqual({
      data: { order: anOrder() },
      key: 'o-1',
      eventId: 'e-1',
      correlationId: 'o-1',
      hops: 1,
    });
  });

  it('keeps the metadata that it brings, one hop further', () => {
    expect(read({ metadata, data: { order: anOrder() } })).toMatchObject({
      eventId: 'm-1',
      correlationId: 'k-1',
      hops: 4,
    });
  });

  it('may carry fields that the job does not know, and a later version of its contract', () => {
    expect(read({ metadata: { ...metadata, version: 2 }, data: { order: anOrder(), gift: true } }).data).toEqual({
      order: anOrder(),
    });
  });

  it('is refused with event, job and field when it does not fit, and without personal data', () => {
    const { reason, message } = refusal({
      data: { order: { ...anOrder(), customer: { id: 'c-1', name: 'Ada', email: 'ada at home' } } },
    });
    expect(reason).toBe('ContractViolated');
    expect(message).toBe(
      'Event e-1 does not fit what warehouse/dispatch-order accepts: detail.data.order.customer.email: Invalid email address.',
    );
  });

  it('is refused as a later version than the job was deployed for, only when it does not fit', () => {
    process.env.HEARS = '{"OrderPlaced":1}';
    const later = { metadata: { ...metadata, version: 2 }, data: { order: { ...anOrder(), items: [] } } };
    const { reason, message } = refusal(later);
    expect(reason).toBe('UnknownVersion');
    expect(message).toContain(
      'Event m-1 is version 2 of OrderPlaced, warehouse/dispatch-order was deployed for version 1, and it does not fit: detail.data.order.items:',
    );
    expect(refusal({ ...later, metadata }).reason).toBe('ContractViolated');
    expect(read({ metadata: { ...metadata, version: 2 }, data: { order: anOrder() } }).key).toBe('o-1');
  });

  it.each([[null], ['text'], [{}], [{ metadata: { hops: -1 }, data: {} }]])(
    'is refused when its detail is %j',
    (detail) => {
      expect(refusal(detail).reason).toBe('ContractViolated');
    },
  );

  it('is refused at the hop limit', () => {
    const { reason, message } = refusal({ metadata: { ...metadata, hops: HOP_LIMIT }, data: { order: anOrder() } });
    expect(reason).toBe('HopLimitReached');
    expect(message).toContain('Event m-1 (OrderPlaced) reached warehouse/dispatch-order after 32 hops');
  });
});
