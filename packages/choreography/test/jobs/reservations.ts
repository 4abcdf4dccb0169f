import * as z from 'zod';
import { defineEvent } from '#contracts/define-event.ts';
import { defineParticipant } from '#contracts/define-participant.ts';

/** A library's reservations: a small business for the tests of jobs. */
export const Reservation = z.object({ id: z.string().min(1).max(64) });

export const ReservationConfirmed = defineEvent({
  source: 'library.desk',
  type: 'ReservationConfirmed',
  version: 1,
  data: z.object({ reservation: Reservation, messageId: z.string() }),
  correlateBy: 'reservation.id',
});

export const PageCopied = defineEvent({
  source: 'library.desk',
  type: 'PageCopied',
  version: 1,
  data: z.object({ reservation: Reservation, page: z.int() }),
  correlateBy: 'reservation.id',
});

const accepts = z.object({ reservation: Reservation });

export const desk = defineParticipant('desk', {
  source: 'library.desk',
  jobs: {
    confirm: { accepts, oncePer: 'reservation.id', emits: [ReservationConfirmed] },
    copy: { accepts, oncePer: 'reservation.id', emits: [PageCopied] },
    ask: { accepts, oncePer: 'reservation.id', emits: [PageCopied] },
    collect: { accepts, oncePer: 'reservation.id', emits: [PageCopied] },
  },
});

export const confirm = { participant: 'desk', name: 'confirm' };
