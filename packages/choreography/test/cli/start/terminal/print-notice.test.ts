import { afterEach, expect, it, vi } from 'vitest';
import type { Paint } from '#cli/program/paint.ts';
import { printNotice } from '#cli/start/terminal/print-notice.ts';
import type { Notice } from '#local/runtime/notice.ts';

const named: Paint = (colour, text) => `${colour}: ${text}`;
afterEach(() => vi.restoreAllMocks());
function told(notice: Notice): unknown[][] {
  const error = vi.spyOn(console, 'error').mockImplementation(() => {});
  printNotice(notice, named);
  return error.mock.calls;
}

it('An event that no rule hears is one quiet line', () => {
  expect(
    told({ kind: 'unheard-event', isKept: false, bus: 'shop', source: 'shop.orders', detailType: 'OrderPlaced' }),
  ).toEqual([['dim: shop.orders OrderPlaced on the bus "shop": no enabled rule hears it, and no archive keeps it.']]);
});

it('What is lost is said in red', () => {
  expect(told({ kind: 'event-lost', function: 'email-confirm', error: 'no' })).toEqual([
    [expect.stringMatching(/^red: ! email-confirm failed for good/)],
  ]);
});

it('What a function logs is not shown', () => {
  expect(told({ kind: 'log', function: 'email-confirm', line: 'hello' })).toEqual([]);
});
