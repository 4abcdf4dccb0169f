import { handleEffect, say } from 'choreography/jobs';
import { ApologySent } from '../../events/apology-sent.ts';
import { orderEmail } from './order-email.ts';
import { email } from './participant.ts';
import { sendEmail } from './send-email.ts';

/** Tells the customer that the order cannot be delivered. */
export const handler = handleEffect(email, 'apologise', async ({ order }) => {
  const messageId = await sendEmail(
    order.customer,
    orderEmail(order, {
      subject: `We are sorry about your order ${order.id}`,
      opening: 'we are sorry: not everything that you ordered is in stock, so we cannot deliver this order:',
      closing: 'You pay nothing, and any points for it are taken back.',
    }),
  );
  return [say(ApologySent, { order, messageId })];
});
