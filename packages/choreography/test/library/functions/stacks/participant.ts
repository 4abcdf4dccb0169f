import { defineParticipant } from 'choreography';
import { BookFetched } from '../../events.ts';
import { OfLoan } from '../of-loan.ts';

export const stacks = defineParticipant('stacks', {
  source: 'library.stacks',
  jobs: {
    fetch: { accepts: OfLoan, oncePer: 'loan.id', emits: [BookFetched] },
  },
});
