import { defineParticipant } from 'choreography';
import * as z from 'zod';
import { ApologySent } from '../../events/apology-sent.ts';
import { DispatchAnnounced } from '../../events/dispatch-announced.ts';
import { Order } from '../../events/fragments/order.ts';
import { OrderConfirmationSent } from '../../events/order-confirmation-sent.ts';

export const email = defineParticipant('email', {
  source: 'shop.email',
  jobs: {
    'confirm-order': { accepts: z.object({ order: Order }), oncePer: 'order.id', emits: [OrderConfirmationSent] },
    'announce-dispatch': { accepts: z.object({ order: Order }), oncePer: 'order.id', emits: [DispatchAnnounced] },
    apologise: { accepts: z.object({ order: Order }), oncePer: 'order.id', emits: [ApologySent] },
  },
});
