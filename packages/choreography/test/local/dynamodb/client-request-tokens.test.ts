import { expect, test } from 'vitest';
import { rememberRequests } from '#local/dynamodb/client-request-tokens.ts';

const MINUTE = 60_000;

test('a token stands for its request for ten minutes', () => {
  let now = 0;
  const requests = rememberRequests(() => now);
  expect(requests.isDone('token', { a: 1 })).toBe(false);
  requests.done('token', { a: 1 });
  now = 9 * MINUTE;
  expect(requests.isDone('token', { a: 1 })).toBe(true);
  expect(() => requests.isDone('token', { a: 2 })).toThrow('different payload');
  now = 10 * MINUTE;
  expect(requests.isDone('token', { a: 2 })).toBe(false);
});
