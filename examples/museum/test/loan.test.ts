import { aRuntime } from 'choreography/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Work } from '../events/fragments/work.ts';
import { LoanInsured } from '../events/loan-insured.ts';
import { LoanRequested } from '../events/loan-requested.ts';
import { LoanUninsurable } from '../events/loan-uninsurable.ts';
import { WorkExamined } from '../events/work-examined.ts';
import { WorkTreated } from '../events/work-treated.ts';

let runtime: Awaited<ReturnType<typeof aRuntime>>;

beforeAll(async () => {
  runtime = await aRuntime();
}, 60_000);

afterAll(() => runtime.stop());

const work = (workId: string, other: Partial<Work> = {}): Work => ({
  ...{ workId, title: `Work ${workId}`, value: 1000, condition: 'sound' as const },
  ...other,
});

test('the works of a loan are insured together, and examined one by one', async () => {
  await runtime.put(LoanRequested, { loanId: 'two', works: [work('a'), work('b')] });
  const insured = await runtime.until(LoanInsured, ({ loanId }) => loanId === 'two');
  expect(insured.value).toBe(2000);
  await runtime.until(WorkExamined, ({ line }) => line === 'two/a');
  await runtime.until(WorkExamined, ({ line }) => line === 'two/b');
});

test('a work that is found damaged is treated in the studio', async () => {
  await runtime.put(LoanRequested, { loanId: 'torn', works: [work('c', { condition: 'cracked' })] });
  const treated = await runtime.until(WorkTreated, ({ line }) => line === 'torn/c');
  expect(treated.work.condition).toBe('sound');
});

test('works that are worth too much together are not insured', async () => {
  await runtime.put(LoanRequested, { loanId: 'dear', works: [work('d', { value: 60_000_000 })] });
  const { reason } = await runtime.until(LoanUninsurable, ({ loanId }) => loanId === 'dear');
  expect(reason).toContain('60000000 euros');
});
