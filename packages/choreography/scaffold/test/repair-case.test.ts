import { provesOnce, stepStates, stories } from 'choreography/testing';
import { expect } from 'vitest';
import { RepairCaseDeclined } from '../events/repair-case-declined.ts';
import { RepairCaseOpened } from '../events/repair-case-opened.ts';
import { RepairCaseSolved } from '../events/repair-case-solved.ts';
import { frontDesk } from '../functions/front-desk/participant.ts';
import { repairCase } from '../functions/monitor/repair-case.ts';
import { toolRoom } from '../functions/tool-room/participant.ts';

const story = stories();

story('RepairCaseOpened is answered with RepairCaseSolved', async ({ when, then }) => {
  await when.said(RepairCaseOpened, { repairCaseId: 'small', hours: 3 });

  const solved = await then.said(RepairCaseSolved, ({ repairCaseId }) => repairCaseId === 'small');
  expect(solved.hours).toBe(3);
  expect(await then.settled(repairCase, 'small')).toMatchObject({ state: 'completed' });
});

story('RepairCaseOpened with too many hours is answered with RepairCaseDeclined', async ({ when, then }) => {
  await when.said(RepairCaseOpened, { repairCaseId: 'big', hours: 30 });

  const declined = await then.said(RepairCaseDeclined, ({ repairCaseId }) => repairCaseId === 'big');
  expect(declined.reason).toContain('30 hours');
  expect(await then.settled(repairCase, 'big')).toMatchObject({ state: 'failed' });
});

story('what nobody does within an hour is overdue', async ({ given, when, then }) => {
  await given.away('tool-room/solve-repair-case');
  await when.said(RepairCaseOpened, { repairCaseId: 'late', hours: 3 });

  await when.passed('61 minutes');

  const view = await then.instance(repairCase, 'late', ({ state }) => state === 'overdue');
  expect(stepStates(view)).toMatchObject({ solved: 'overdue' });
});

// However often an event comes, whenever, and with whatever crash: each job acts once.

provesOnce(frontDesk, {
  handlers: {
    'open-repair-case': () => import('../functions/front-desk/open-repair-case.ts'),
  },
});

provesOnce(toolRoom, {
  handlers: {
    'solve-repair-case': () => import('../functions/tool-room/solve-repair-case.ts'),
  },
});
