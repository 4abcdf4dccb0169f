import { defineEvent } from 'choreography';
import * as z from 'zod';
import { Order } from './fragments/order.ts';

/** The customer completed checkout. */
export const OrderPlaced = defineEvent({
  source: 'shop.checkout',
  type: 'OrderPlaced',
  version: 1,
  data: z.object({ order: Order }),
  correlateBy: 'order.id',
});
