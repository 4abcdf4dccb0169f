import { defineProcess } from 'choreography';
import { RepairCaseDeclined } from '../../events/repair-case-declined.ts';
import { RepairCaseOpened } from '../../events/repair-case-opened.ts';
import { RepairCaseSolved } from '../../events/repair-case-solved.ts';

/** What should happen to every repair case. */
export const repairCase = defineProcess('repair-case', {
  starts: RepairCaseOpened,
  instance: { one: 'repair case', many: 'repair cases' },
  steps: {
    solved: { done: [RepairCaseSolved], failed: [RepairCaseDeclined], within: '1 hour' },
  },
});
