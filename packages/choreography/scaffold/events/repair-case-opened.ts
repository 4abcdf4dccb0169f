import { defineEvent } from 'choreography';
import * as z from 'zod';

/** The first event of each repair case. */
export const RepairCaseOpened = defineEvent({
  source: 'repair-cafe.front-desk',
  type: 'RepairCaseOpened',
  version: 1,
  data: z.object({ repairCaseId: z.string().min(1).max(64), hours: z.int().min(1).max(1000) }),
  correlateBy: 'repairCaseId',
});
