import { defineEvent } from 'choreography';
import * as z from 'zod';
import { Work } from './fragments/work.ts';

/** One work of a loan is fit to travel. */
export const WorkExamined = defineEvent({
  source: 'museum.conservation',
  type: 'WorkExamined',
  version: 1,
  data: z.object({ loanId: z.string().min(1).max(64), line: z.string().min(1).max(100), work: Work }),
  correlateBy: 'loanId',
});
