import { provesOnce } from 'choreography/testing';
import type { Order } from '../../events/fragments/order.ts';
import { warehouse } from '../../functions/warehouse/participant.ts';

/** So much of each article is there. */
const stock =
  (available: number) =>
  ({ order: { items } }: { order: Order }) =>
    [...new Set(items.map(({ sku }) => sku))].map((sku) => ({ pk: `stock#${sku}`, available }));

provesOnce(warehouse, {
  handlers: {
    'dispatch-order': () => import('../../functions/warehouse/dispatch-order.ts'),
    'receive-stock': () => import('../../functions/warehouse/receive-stock.ts'),
  },
  given: {
    'dispatch-order': { 'in stock': stock(1_000_000), 'almost out of stock': stock(1), 'out of stock': () => [] },
  },
});
