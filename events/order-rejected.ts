import { defineEvent } from 'choreography';
import * as z from 'zod';
import { Order } from './fragments/order.ts';
import { Shortage } from './fragments/shortage.ts';

/** There was not enough in stock: nothing was reserved. */
export const OrderRejected = defineEvent({
  source: 'shop.warehouse',
  type: 'OrderRejected',
  version: 1,
  data: z.object({ order: Order, reason: z.literal('out-of-stock'), short: z.array(Shortage).min(1) }),
  correlateBy: 'order.id',
});
