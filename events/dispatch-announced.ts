import { defineEvent } from 'choreography';
import * as z from 'zod';
import { Order } from './fragments/order.ts';

/** SES accepted the email that says the order is on its way. */
export const DispatchAnnounced = defineEvent({
  source: 'shop.email',
  type: 'DispatchAnnounced',
  version: 1,
  data: z.object({ order: Order, messageId: z.string().min(1) }),
  correlateBy: 'order.id',
});
