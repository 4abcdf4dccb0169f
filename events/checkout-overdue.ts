import * as z from 'zod';
import { defineEvent } from './define-event.ts';
import { Customer, Order } from './fragments/order.ts';

const MissingStep = z.object({
  step: z.string().min(1),
  /** Who should have done it. */
  participant: z.string().min(1),
  deadline: z.iso.datetime(),
});

/**
 * A step of the checkout process missed its deadline: said once for an order. It carries of the order what tells it from
 * others, and no personal data: whoever says it has none.
 */
export const CheckoutOverdue = defineEvent({
  source: 'shop.monitor',
  type: 'CheckoutOverdue',
  version: 1,
  data: z.object({
    order: z.object({ id: Order.shape.id, customer: Customer.pick({ id: true }).optional() }),
    /** The step that was due first; all that are missing by now are in `missing`. */
    ...MissingStep.shape,
    missing: z.array(MissingStep).min(1),
  }),
  correlateBy: 'order.id',
});
