import { defineEvent } from 'choreography';
import * as z from 'zod';
import { Order } from './fragments/order.ts';

/** SES accepted the email that confirms the order. */
export const OrderConfirmationSent = defineEvent({
  source: 'shop.email',
  type: 'OrderConfirmationSent',
  version: 1,
  data: z.object({ order: Order, messageId: z.string().min(1) }),
  correlateBy: 'order.id',
});
