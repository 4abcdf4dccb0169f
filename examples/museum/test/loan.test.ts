import { provesOnce, stepStates, stories } from 'choreography/testing';
import { expect } from 'vitest';
import type { Work } from '../events/fragments/work.ts';
import { LoanInsured } from '../events/loan-insured.ts';
import { LoanRequested } from '../events/loan-requested.ts';
import { LoanUninsurable } from '../events/loan-uninsurable.ts';
import { WorkExamined } from '../events/work-examined.ts';
import { WorkTreated } from '../events/work-treated.ts';
import { collection } from '../functions/collection/participant.ts';
import { conservation } from '../functions/conservation/participant.ts';
import { insurance } from '../functions/insurance/participant.ts';
import { loan } from '../functions/monitor/loan.ts';
import { treatment } from '../functions/monitor/treatment.ts';
import { registrar } from '../functions/registrar/participant.ts';
import { studio } from '../functions/studio/participant.ts';

const story = stories();

const work = (workId: string, other: Partial<Work> = {}): Work => ({
  ...{ workId, title: `Work ${workId}`, value: 1000, condition: 'sound' as const },
  ...other,
});

story('the works of a loan are insured together, and examined one by one', async ({ when, then }) => {
  await when.said(LoanRequested, { loanId: 'two', works: [work('a'), work('b')] });
  const insured = await then.said(LoanInsured, ({ loanId }) => loanId === 'two');
  expect(insured.value).toBe(2000);
  await then.said(WorkExamined, ({ line }) => line === 'two/a');
  await then.said(WorkExamined, ({ line }) => line === 'two/b');
  expect(await then.settled(loan, 'two')).toMatchObject({ state: 'completed' });
});

story('a work that is found damaged is treated in the studio', async ({ when, then }) => {
  await when.said(LoanRequested, { loanId: 'torn', works: [work('c', { condition: 'cracked' })] });
  const treated = await then.said(WorkTreated, ({ line }) => line === 'torn/c');
  expect(treated.work.condition).toBe('sound');
  expect(await then.settled(treatment, 'torn/c')).toMatchObject({ state: 'completed' });
});

story('works that are worth too much together are not insured', async ({ when, then }) => {
  await when.said(LoanRequested, { loanId: 'dear', works: [work('d', { value: 60_000_000 })] });
  const { reason } = await then.said(LoanUninsurable, ({ loanId }) => loanId === 'dear');
  expect(reason).toContain('60000000 euros');
});

story('a loan that nobody insures within an hour is overdue', async ({ given, when, then }) => {
  await given.away('insurance/insure-loan');
  await when.said(LoanRequested, { loanId: 'late', works: [work('e')] });
  await then.said(WorkExamined, ({ line }) => line === 'late/e');

  await when.passed('61 minutes');

  const view = await then.instance(loan, 'late', ({ state }) => state === 'overdue');
  expect(stepStates(view)).toMatchObject({ insured: 'overdue' });
});

// However often an event comes, whenever, and with whatever crash: each job acts once.

provesOnce(registrar, {
  handlers: {
    'request-loan': () => import('../functions/registrar/request-loan.ts'),
  },
});

provesOnce(insurance, {
  handlers: {
    'insure-loan': () => import('../functions/insurance/insure-loan.ts'),
  },
});

provesOnce(collection, {
  handlers: {
    'set-works-aside': () => import('../functions/collection/set-works-aside.ts'),
  },
});

provesOnce(conservation, {
  handlers: {
    'examine-work': () => import('../functions/conservation/examine-work.ts'),
  },
});

provesOnce(studio, {
  handlers: {
    'treat-work': () => import('../functions/studio/treat-work.ts'),
  },
});
