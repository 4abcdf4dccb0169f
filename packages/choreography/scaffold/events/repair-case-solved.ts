import { defineEvent } from 'choreography';
import * as z from 'zod';

/** The repair case went well: its hours are counted. */
export const RepairCaseSolved = defineEvent({
  source: 'repair-cafe.tool-room',
  type: 'RepairCaseSolved',
  version: 1,
  data: z.object({ repairCaseId: z.string().min(1).max(64), hours: z.int().min(1).max(1000) }),
  correlateBy: 'repairCaseId',
});
