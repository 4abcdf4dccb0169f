import { defineParticipant } from 'choreography';
import { BooksCollected } from '../../events.ts';
import { OfLoan } from '../of-loan.ts';

export const lending = defineParticipant('lending', {
  source: 'library.lending',
  jobs: {
    'hand-over': { accepts: OfLoan, oncePer: 'loan.id', emits: [BooksCollected] },
  },
});
