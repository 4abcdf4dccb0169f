import { defineProcess } from 'choreography';
import { LoanInsured } from '../../events/loan-insured.ts';
import { LoanRequested } from '../../events/loan-requested.ts';
import { LoanUninsurable } from '../../events/loan-uninsurable.ts';
import { WorkExamined } from '../../events/work-examined.ts';
import { WorkFoundDamaged } from '../../events/work-found-damaged.ts';
import { WorkSetAside } from '../../events/work-set-aside.ts';

/** What should happen to every loan. */
export const loan = defineProcess('loan', {
  starts: LoanRequested,
  instance: { one: 'loan', many: 'loans' },
  steps: {
    insured: { done: [LoanInsured], failed: [LoanUninsurable], within: '1 hour' },
    setAside: { done: [WorkSetAside], within: '2 days' },
    examined: {
      done: [WorkExamined],
      forEach: 'works',
      failed: [WorkFoundDamaged],
      within: '10 days',
      when: { step: 'setAside', is: 'done' },
    },
  },
});
