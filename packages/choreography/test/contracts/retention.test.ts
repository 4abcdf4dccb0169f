import { expect, test } from 'vitest';
import { RETENTION_DAYS } from '#contracts/retention.ts';

test('what a job said is kept until nothing can ask for it again: a replay on the last day, tried for days, redriven on its last day, tried again', () => {
  const { archive, retries, deadLetters, outcomes } = RETENTION_DAYS;
  expect(outcomes).toBeGreaterThan(archive + retries + deadLetters + retries);
});

test('SQS keeps what is set aside so long', () => {
  expect(RETENTION_DAYS.deadLetters).toBeLessThanOrEqual(14);
});
