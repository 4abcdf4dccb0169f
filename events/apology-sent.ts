import { defineEvent } from 'choreography';
import * as z from 'zod';
import { Order } from './fragments/order.ts';

/** SES accepted the email that says the order cannot be delivered. */
export const ApologySent = defineEvent({
  source: 'shop.email',
  type: 'ApologySent',
  version: 1,
  data: z.object({ order: Order, messageId: z.string().min(1) }),
  correlateBy: 'order.id',
});
