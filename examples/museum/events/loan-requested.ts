import { defineEvent } from 'choreography';
import * as z from 'zod';
import { Work } from './fragments/work.ts';

/** Another museum wants to show some of our works. */
export const LoanRequested = defineEvent({
  source: 'museum.registrar',
  type: 'LoanRequested',
  version: 1,
  data: z.object({ loanId: z.string().min(1).max(64), works: z.array(Work).min(1).max(20) }),
  correlateBy: 'loanId',
});
