import { handleEffect, say } from 'choreography/jobs';
import { OrderConfirmationSent } from '../../events/order-confirmation-sent.ts';
import { orderEmail } from './order-email.ts';
import { email } from './participant.ts';
import { sendEmail } from './send-email.ts';

/** Confirms an order to its customer. */
export const handler = handleEffect(email, 'confirm-order', async ({ order }) => {
  const messageId = await sendEmail(
    order.customer,
    orderEmail(order, {
      subject: `Your order ${order.id}`,
      opening: 'thank you for your order. This is what you ordered:',
      closing: 'We will write again when it is on its way.',
    }),
  );
  return [say(OrderConfirmationSent, { order, messageId })];
});
