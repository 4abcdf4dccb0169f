import { dataOf, provesOnce } from 'choreography/testing';
import type { Order } from '../../events/fragments/order.ts';
import { OrderPlaced } from '../../events/order-placed.ts';
import { checkout } from '../../functions/checkout/participant.ts';

/** The order with prices in one currency, which add up to its total. */
function adding({ order }: { order: Order }): { order: Order } {
  const { currency } = order.total;
  const items = order.items.map((item) => ({ ...item, unitPrice: { ...item.unitPrice, currency } }));
  const amount = items.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice.amount, 0);
  return { order: { ...order, items, total: { amount, currency } } };
}

provesOnce(checkout, {
  handlers: { 'place-order': () => import('../../functions/checkout/place-order.ts') },
  arbitraries: { 'place-order': dataOf(OrderPlaced).map(adding) },
});
