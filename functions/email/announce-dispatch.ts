import { handleEffect, say } from 'choreography/jobs';
import { DispatchAnnounced } from '../../events/dispatch-announced.ts';
import { orderEmail } from './order-email.ts';
import { email } from './participant.ts';
import { sendEmail } from './send-email.ts';

/** Tells the customer that the order is on its way. */
export const handler = handleEffect(email, 'announce-dispatch', async ({ order }) => {
  const messageId = await sendEmail(
    order.customer,
    orderEmail(order, {
      subject: `Your order ${order.id} is on its way`,
      opening: 'good news: your order has left our warehouse. This is what is in the parcel:',
      closing: 'Enjoy it!',
    }),
  );
  return [say(DispatchAnnounced, { order, messageId })];
});
