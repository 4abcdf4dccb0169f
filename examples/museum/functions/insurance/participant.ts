import { defineParticipant } from 'choreography';
import { LoanInsured } from '../../events/loan-insured.ts';
import { LoanRequested } from '../../events/loan-requested.ts';
import { LoanUninsurable } from '../../events/loan-uninsurable.ts';

export const insurance = defineParticipant('insurance', {
  source: 'museum.insurance',
  jobs: {
    'insure-loan': {
      accepts: LoanRequested.data,
      oncePer: 'loanId',
      emits: [LoanInsured, LoanUninsurable],
    },
  },
});
