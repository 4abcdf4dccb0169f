import { handle, say } from 'choreography/jobs';
import { OrderDispatched } from '../../events/order-dispatched.ts';
import { OrderRejected } from '../../events/order-rejected.ts';
import { warehouse } from './participant.ts';
import { perArticle, readStock } from './stock.ts';

/** Reserves every item of an order, or none, and dispatches it or says what was short. How many of each article were reserved is kept for ever. */
export const handler = handle(warehouse, 'dispatch-order', async ({ order }, table) => {
  const stock = await readStock(table, order.items, order.id);
  const short = stock
    .filter(({ available, quantity }) => available < quantity)
    .map(({ sku, quantity, available }) => ({ sku, wanted: quantity, available }));
  if (short.length > 0) {
    return { writes: [], events: [say(OrderRejected, { order, reason: 'out-of-stock', short })] };
  }
  const dispatchId = `dispatch-${order.id}`;
  return {
    writes: stock.flatMap(({ take }) => take),
    record: Object.fromEntries(perArticle(order.items).map(({ sku, quantity }) => [sku, quantity])),
    events: [say(OrderDispatched, { order, dispatchId })],
  };
});
