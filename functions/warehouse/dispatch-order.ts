import { handle, say } from 'choreography/jobs';
import { OrderDispatched } from '../../events/order-dispatched.ts';
import { OrderRejected } from '../../events/order-rejected.ts';
import { warehouse } from './participant.ts';
import { available, perArticle, stockKey, takeStock } from './stock.ts';

/** Reserves every item of an order, or none, and dispatches it or says what was short. */
export const handler = handle(warehouse, 'dispatch-order', async ({ order }, table) => {
  const wanted = perArticle(order.items);
  const dispatchKey = `dispatch#${order.id}`;
  const [dispatched, stock] = await Promise.all([
    table.get(dispatchKey),
    table.getAll(wanted.map(({ sku }) => stockKey(sku))),
  ]);
  // The dispatch lasts longer than an event can come again by itself.
  if (dispatched) return { writes: [], events: [] };
  const short = wanted
    .map(({ sku, quantity }) => ({ sku, wanted: quantity, available: available(stock.get(stockKey(sku))) }))
    .filter((line) => line.available < line.wanted);
  if (short.length > 0) {
    return { writes: [], events: [say(OrderRejected, { order, reason: 'out-of-stock', short })] };
  }
  const dispatchId = `dispatch-${order.id}`;
  const dispatch = { Put: { Item: { pk: dispatchKey, dispatchId, items: wanted } } };
  return { writes: [...wanted.map(takeStock), dispatch], events: [say(OrderDispatched, { order, dispatchId })] };
});
