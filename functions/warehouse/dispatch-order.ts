import { handle, say } from 'choreography/jobs';
import { OrderDispatched } from '../../events/order-dispatched.ts';
import { OrderRejected } from '../../events/order-rejected.ts';
import { warehouse } from './participant.ts';
import { perArticle, readStock } from './stock.ts';

/** Reserves every item of an order, or none, and dispatches it or says what was short. */
export const handler = handle(warehouse, 'dispatch-order', async ({ order }, table) => {
  const dispatchKey = `dispatch#${order.id}`;
  const [dispatched, stock] = await Promise.all([table.get(dispatchKey), readStock(table, order.items, order.id)]);
  // The dispatch lasts longer than an event can come again by itself.
  if (dispatched) return { writes: [], events: [] };
  const short = stock
    .filter(({ available, quantity }) => available < quantity)
    .map(({ sku, quantity, available }) => ({ sku, wanted: quantity, available }));
  if (short.length > 0) {
    return { writes: [], events: [say(OrderRejected, { order, reason: 'out-of-stock', short })] };
  }
  const dispatchId = `dispatch-${order.id}`;
  const dispatch = { Put: { Item: { pk: dispatchKey, dispatchId, items: perArticle(order.items) } } };
  return {
    writes: [...stock.flatMap(({ take }) => take), dispatch],
    events: [say(OrderDispatched, { order, dispatchId })],
  };
});
