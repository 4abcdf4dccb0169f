import { defineEvent } from 'choreography';
import * as z from 'zod';
import { Work } from './fragments/work.ts';

/** A damaged work was mended. */
export const WorkTreated = defineEvent({
  source: 'museum.studio',
  type: 'WorkTreated',
  version: 1,
  data: z.object({ loanId: z.string().min(1).max(64), line: z.string().min(1).max(100), work: Work }),
  correlateBy: 'line',
});
