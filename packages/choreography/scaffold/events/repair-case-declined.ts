import { defineEvent } from 'choreography';
import * as z from 'zod';

/** The repair case would take more hours than there are: nothing was counted. */
export const RepairCaseDeclined = defineEvent({
  source: 'repair-cafe.tool-room',
  type: 'RepairCaseDeclined',
  version: 1,
  data: z.object({ repairCaseId: z.string().min(1).max(64), reason: z.string().min(1).max(200) }),
  correlateBy: 'repairCaseId',
});
