import { runtimeOfFile } from 'choreography/testing';
import { expect, test } from 'vitest';
import { LoanInsured } from '../events/loan-insured.ts';
import { LoanRequested } from '../events/loan-requested.ts';

const museum = runtimeOfFile();

test('a loan is insured for the value of its works', async () => {
  const works = [{ workId: 'a', title: 'A landscape', value: 1000, condition: 'sound' as const }];
  await museum().put(LoanRequested, { loanId: 'small', works });
  const insured = await museum().until(LoanInsured, ({ loanId }) => loanId === 'small');
  expect(insured.value).toBe(1000);
});
