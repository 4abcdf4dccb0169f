import { handleHttp, say } from 'choreography/jobs';
import type { Order } from '../../events/fragments/order.ts';
import { OrderPlaced } from '../../events/order-placed.ts';
import { checkout } from './participant.ts';
import { totalOf } from './total-of.ts';

/** Takes an order over HTTP (`POST /`, body `{ "order": Order }`) and says that it was placed. */
export const handler = handleHttp(
  checkout,
  'place-order',
  async ({ order }) => ({ writes: [], events: [say(OrderPlaced, { order })] }),
  { check: ({ order }) => wrongTotal(order), answer: ({ order }) => ({ orderId: order.id }) },
);

function wrongTotal({ items, total }: Order): string | undefined {
  const sum = totalOf(items);
  if (typeof sum === 'string') return sum;
  if (sum.amount === total.amount && sum.currency === total.currency) return undefined;
  return `order.total: the items add up to ${sum.amount} ${sum.currency}, not ${total.amount} ${total.currency} (in minor units)`;
}
