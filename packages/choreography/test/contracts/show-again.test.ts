import { expect, test } from 'vitest';
import { showAgain } from '#contracts/show-again.ts';

test('messages are given back ten with a request, each once', () => {
  const handles = Array.from({ length: 21 }, (_, n) => `handle ${n}`);
  const requests = showAgain('https://queue', handles);
  expect(requests.map(({ Entries }) => Entries.length)).toEqual([10, 10, 1]);
  expect(requests.flatMap(({ Entries }) => Entries.map(({ ReceiptHandle }) => ReceiptHandle))).toEqual(handles);
  for (const { Entries } of requests) expect(new Set(Entries.map(({ Id }) => Id)).size).toBe(Entries.length);
});

test('no message needs no request', () => {
  expect(showAgain('https://queue', [])).toEqual([]);
});
