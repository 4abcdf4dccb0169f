import * as z from 'zod';
import { defineParticipant } from '#contracts/define-participant.ts';
import { Reservation } from './reservations.ts';

/** Binds the pages that were copied: a participant for the tests of what a job fails on. */
export const copyist = defineParticipant('copyist', {
  source: 'library.copyist',
  jobs: { bind: { accepts: z.object({ reservation: Reservation }), oncePer: 'reservation.id', emits: [] } },
});
