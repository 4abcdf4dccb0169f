import { handle, say } from 'choreography/jobs';
import { RepairCaseDeclined } from '../../events/repair-case-declined.ts';
import { RepairCaseSolved } from '../../events/repair-case-solved.ts';
import { toolRoom } from './participant.ts';

/** More are too many. */
const MAX_HOURS = 10;

/** Counts the hours of each repair case that does not take too many, and says what came of it. */
export const handler = handle(toolRoom, 'solve-repair-case', async ({ repairCaseId, hours }) => {
  if (hours > MAX_HOURS) {
    const reason = `It takes ${hours} hours, and there are ${MAX_HOURS}.`;
    return { writes: [], events: [say(RepairCaseDeclined, { repairCaseId, reason })] };
  }
  const count = {
    Update: {
      Key: { pk: 'hours' },
      UpdateExpression: 'ADD worked :hours',
      ExpressionAttributeValues: { ':hours': hours },
    },
  };
  return { writes: [count], events: [say(RepairCaseSolved, { repairCaseId, hours })] };
});
