import { expect, test } from 'vitest';
import { doubtsIn } from '#cost/measure/doubts-in.ts';
import type { Notice } from '#local/runtime/notice.ts';

const failed = (name: string, error: string): Notice => ({
  kind: 'handler-failed',
  function: name,
  ...{ error, attempt: 1 },
});

test('a function that fails on each event is told once, with how often', () => {
  expect(
    doubtsIn([failed('greet', 'no guest in e-1'), failed('seat', 'full'), failed('greet', 'no guest in e-2')]),
  ).toEqual([
    'greet failed 2 times, first (no guest in e-1): retries of AWS would come on top.',
    'seat failed (full): retries of AWS would come on top.',
  ]);
});

test('what was refused several times is told once', () => {
  const refused = {
    ...{ kind: 'access-denied', who: 'greet', error: 'greet may not write', refused: true },
    remedy: undefined,
  } as never;
  expect(doubtsIn([refused, refused])).toEqual(['greet was refused: greet may not write.']);
});
