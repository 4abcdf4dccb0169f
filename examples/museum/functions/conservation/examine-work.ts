import { handle, say } from 'choreography/jobs';
import { WorkExamined } from '../../events/work-examined.ts';
import { WorkFoundDamaged } from '../../events/work-found-damaged.ts';
import { conservation } from './participant.ts';

/** Examines one work, once for each line of a loan, and keeps a report. */
export const handler = handle(conservation, 'examine-work', async ({ loanId, line, work }) => ({
  writes: [{ Put: { Item: { pk: `report#${line}`, condition: work.condition } } }],
  events: [say(work.condition === 'sound' ? WorkExamined : WorkFoundDamaged, { loanId, line, work })],
}));
