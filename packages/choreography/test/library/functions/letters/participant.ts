import { defineParticipant } from 'choreography';
import { LossWritten, ReaderReminded } from '../../events.ts';
import { OfLoan } from '../of-loan.ts';

export const letters = defineParticipant('letters', {
  source: 'library.letters',
  jobs: {
    remind: { accepts: OfLoan, oncePer: 'loan.id', emits: [ReaderReminded] },
    'write-off': { accepts: OfLoan, oncePer: 'loan.id', emits: [LossWritten] },
  },
});
