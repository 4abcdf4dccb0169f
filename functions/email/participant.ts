import { defineParticipant } from 'choreography';
import * as z from 'zod';
import { ApologySent } from '../../events/apology-sent.ts';
import { DispatchAnnounced } from '../../events/dispatch-announced.ts';
import { Order } from '../../events/fragments/order.ts';
import { OrderConfirmationSent } from '../../events/order-confirmation-sent.ts';

const onceAnOrder = {
  accepts: z.object({ order: Order }),
  oncePer: 'order.id',
  remembers: 'while it may come again',
} as const;

export const email = defineParticipant('email', {
  source: 'shop.email',
  jobs: {
    'confirm-order': { ...onceAnOrder, emits: [OrderConfirmationSent] },
    'announce-dispatch': { ...onceAnOrder, emits: [DispatchAnnounced] },
    apologise: { ...onceAnOrder, emits: [ApologySent] },
  },
});
