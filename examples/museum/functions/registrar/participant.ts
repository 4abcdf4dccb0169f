import { defineParticipant } from 'choreography';
import { LoanRequested } from '../../events/loan-requested.ts';

export const registrar = defineParticipant('registrar', {
  source: 'museum.registrar',
  jobs: {
    'request-loan': { accepts: LoanRequested.data, oncePer: 'loanId', emits: [LoanRequested] },
  },
});
