import * as z from 'zod';
import { CheckoutCompleted } from '../../events/checkout-completed.ts';
import { CheckoutOverdue } from '../../events/checkout-overdue.ts';
import { defineParticipant } from '../job/define-participant.ts';

/** It only listens: take it away and the shop goes on. */
export const monitor = defineParticipant('monitor', {
  source: 'shop.monitor',
  jobs: {
    record: { accepts: z.looseObject({}), emits: [CheckoutCompleted] },
    sweep: { accepts: z.looseObject({}), emits: [CheckoutOverdue] },
    api: { accepts: z.looseObject({}), emits: [] },
    map: { accepts: z.looseObject({}), emits: [] },
    page: { accepts: z.looseObject({}), emits: [] },
  },
});
