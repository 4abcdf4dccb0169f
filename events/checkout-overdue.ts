import * as z from 'zod';
import { defineEvent } from './define-event.ts';
import { Order } from './fragments/order.ts';

/** A step of the checkout process missed its deadline. */
export const CheckoutOverdue = defineEvent({
  source: 'shop.monitor',
  type: 'CheckoutOverdue',
  version: 1,
  data: z.object({ order: Order, step: z.string().min(1), participant: z.string().min(1), deadline: z.iso.datetime() }),
  correlateBy: 'order.id',
});
