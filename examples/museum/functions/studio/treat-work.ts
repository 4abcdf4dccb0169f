import { handle, say } from 'choreography/jobs';
import { WorkTreated } from '../../events/work-treated.ts';
import { studio } from './participant.ts';

/** Mends a damaged work, and counts what was mended. */
export const handler = handle(studio, 'treat-work', async ({ loanId, line, work }) => ({
  writes: [
    {
      Update: {
        Key: { pk: `work#${work.workId}` },
        UpdateExpression: 'ADD treatments :one',
        ExpressionAttributeValues: { ':one': 1 },
      },
    },
  ],
  events: [say(WorkTreated, { loanId, line, work: { ...work, condition: 'sound' } })],
}));
