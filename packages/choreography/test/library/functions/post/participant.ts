import { defineParticipant } from 'choreography';
import { BooksPosted } from '../../events.ts';
import { OfLoan } from '../of-loan.ts';

export const post = defineParticipant('post', {
  source: 'library.post',
  jobs: {
    send: { accepts: OfLoan, oncePer: 'loan.id', emits: [BooksPosted] },
  },
});
