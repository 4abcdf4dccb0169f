import { defineParticipant } from 'choreography';
import { LoanRequested } from '../../events/loan-requested.ts';
import { WorkSetAside } from '../../events/work-set-aside.ts';

export const collection = defineParticipant('collection', {
  source: 'museum.collection',
  jobs: {
    'set-works-aside': { accepts: LoanRequested.data, oncePer: 'loanId', emits: [WorkSetAside] },
  },
});
