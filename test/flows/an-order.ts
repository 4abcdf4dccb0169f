import { randomUUID } from 'node:crypto';
import type { Order } from '../../events/fragments/order.ts';

/**
 * An order of a customer of its own for one article of its own, so that stories can be told side by side and again and
 * again: `quantity` at 10.50 EUR.
 */
export function anOrder({
  sku = `sku-${randomUUID()}`,
  quantity = 1,
}: {
  sku?: string;
  quantity?: number;
} = {}): Order {
  const price = (amount: number) => ({ amount, currency: 'EUR' });
  return {
    id: `o-${randomUUID()}`,
    customer: { id: `c-${randomUUID()}`, name: 'Grace Hopper', email: 'grace@example.com' },
    items: [{ sku, name: 'Compiler', quantity, unitPrice: price(1050) }],
    total: price(1050 * quantity),
  };
}

/** The one article of such an order. */
export const skuOf = (order: Order): string => order.items[0]?.sku ?? '';
