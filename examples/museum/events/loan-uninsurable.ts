import { defineEvent } from 'choreography';
import * as z from 'zod';

/** The works of a loan are worth more together than anybody insures. */
export const LoanUninsurable = defineEvent({
  source: 'museum.insurance',
  type: 'LoanUninsurable',
  version: 1,
  data: z.object({ loanId: z.string().min(1).max(64), reason: z.string().min(1).max(200) }),
  correlateBy: 'loanId',
});
