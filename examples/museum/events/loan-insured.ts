import { defineEvent } from 'choreography';
import * as z from 'zod';

/** All works of a loan are insured for what they are worth together. */
export const LoanInsured = defineEvent({
  source: 'museum.insurance',
  type: 'LoanInsured',
  version: 1,
  data: z.object({ loanId: z.string().min(1).max(64), value: z.int().min(1) }),
  correlateBy: 'loanId',
});
