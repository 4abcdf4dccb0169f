import { aRuntime } from 'choreography/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RepairCaseDeclined } from '../events/repair-case-declined.ts';
import { RepairCaseOpened } from '../events/repair-case-opened.ts';
import { RepairCaseSolved } from '../events/repair-case-solved.ts';

let runtime: Awaited<ReturnType<typeof aRuntime>>;

beforeAll(async () => {
  runtime = await aRuntime();
}, 60_000);

afterAll(() => runtime.stop());

test('RepairCaseOpened is answered with RepairCaseSolved', async () => {
  await runtime.put(RepairCaseOpened, { repairCaseId: 'small', hours: 3 });
  const solved = await runtime.until(RepairCaseSolved, ({ repairCaseId }) => repairCaseId === 'small');
  expect(solved.hours).toBe(3);
});

test('RepairCaseOpened with too many hours is answered with RepairCaseDeclined', async () => {
  await runtime.put(RepairCaseOpened, { repairCaseId: 'big', hours: 30 });
  const declined = await runtime.until(RepairCaseDeclined, ({ repairCaseId }) => repairCaseId === 'big');
  expect(declined.reason).toContain('30 hours');
});
