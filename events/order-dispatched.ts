import { defineEvent } from 'choreography';
import * as z from 'zod';
import { Order } from './fragments/order.ts';

/** Every item of the order was reserved in stock. */
export const OrderDispatched = defineEvent({
  source: 'shop.warehouse',
  type: 'OrderDispatched',
  version: 1,
  data: z.object({ order: Order, dispatchId: z.string().min(1) }),
  correlateBy: 'order.id',
});
