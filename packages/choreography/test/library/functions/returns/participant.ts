import { defineParticipant } from 'choreography';
import { BooksLost, BooksReturned } from '../../events.ts';
import { OfLoan } from '../of-loan.ts';

export const returns = defineParticipant('returns', {
  source: 'library.returns',
  jobs: {
    'take-back': { accepts: OfLoan, oncePer: 'loan.id', emits: [BooksReturned, BooksLost] },
  },
});
