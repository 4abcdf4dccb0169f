import type { EventBridgeEvent } from 'aws-lambda';
import type { Order } from '../../events/fragments/order.ts';

/** An order as the tests place it: two articles, 42.99 EUR. */
export function anOrder(about: Partial<Order> = {}): Order {
  const price = (amount: number) => ({ amount, currency: 'EUR' });
  return {
    id: 'o-1',
    customer: { id: 'c-1', name: 'Ada Lovelace', email: 'ada@example.com' },
    items: [
      { sku: 'TEA', name: 'Earl Grey', quantity: 2, unitPrice: price(1250) },
      { sku: 'MUG', name: 'Blue mug', quantity: 1, unitPrice: price(1799) },
    ],
    total: price(4299),
    ...about,
  };
}

/** An event as EventBridge delivers it. */
export function delivered<Detail>(source: string, type: string, detail: Detail): EventBridgeEvent<string, Detail> {
  return {
    ...{ version: '0', id: 'e-1', account: '000000000000', region: 'us-east-1', resources: [] },
    time: '2026-11-24T12:00:00Z',
    source,
    'detail-type': type,
    detail,
  };
}
