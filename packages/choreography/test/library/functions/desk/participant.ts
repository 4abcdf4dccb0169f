import { defineParticipant } from 'choreography';
import * as z from 'zod';
import { FeesPaid } from '../../events.ts';
import { OfLoan } from '../of-loan.ts';

export const desk = defineParticipant('desk', {
  source: 'library.desk',
  jobs: {
    'take-fees': {
      accepts: z.object({
        member: z.object({ number: z.int(), name: z.string() }),
        loans: z.array(z.object({ id: z.string() })).default([]),
      }),
      oncePer: 'member.number',
      emits: [FeesPaid],
    },
    charge: { accepts: OfLoan, oncePer: 'loan.id', emits: [FeesPaid] },
    unpack: { accepts: z.object({ delivery: z.object({ id: z.string() }) }), oncePer: 'delivery.id', emits: [] },
  },
});
