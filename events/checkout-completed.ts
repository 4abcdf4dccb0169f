import * as z from 'zod';
import { defineEvent } from './define-event.ts';
import { Order } from './fragments/order.ts';

/** Every step of the checkout process is done. */
export const CheckoutCompleted = defineEvent({
  source: 'shop.monitor',
  type: 'CheckoutCompleted',
  version: 1,
  data: z.object({ order: Order, startedAt: z.iso.datetime(), completedAt: z.iso.datetime() }),
  correlateBy: 'order.id',
});
