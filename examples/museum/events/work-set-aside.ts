import { defineEvent } from 'choreography';
import * as z from 'zod';
import { Work } from './fragments/work.ts';

/** One work of a loan was taken from the wall. */
export const WorkSetAside = defineEvent({
  source: 'museum.collection',
  type: 'WorkSetAside',
  version: 1,
  data: z.object({ loanId: z.string().min(1).max(64), line: z.string().min(1).max(100), work: Work }),
  correlateBy: 'loanId',
});
