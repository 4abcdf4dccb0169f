import { expect, it } from 'vitest';
import { isCompleted, type ModelProcess } from '#simulation/invariants/process-model.ts';

const loan: ModelProcess = {
  name: 'loan',
  key: 'loanId',
  starts: { source: 'library', type: 'LoanAsked' },
  steps: {
    lent: { done: [{ type: 'BookLent' }], failed: [{ type: 'NothingLent' }] },
    stamped: { done: [{ type: 'PageStamped' }], forEach: 'pages', when: { step: 'lent', is: 'done' } },
    excused: { done: [{ type: 'ExcuseSent' }], when: { step: 'lent', is: 'failed' } },
    praised: { done: [{ type: 'PraiseSent' }], optional: true },
  },
};

const seen = (events: Readonly<Record<string, number>>, pages = 2) =>
  new Map(
    Object.entries({ LoanAsked: 1, ...events }).map(([type, count]) => [
      type,
      Array.from({ length: count }, () => ({ pages: Array.from({ length: pages }) })),
    ]),
  );

it.each([
  ['nothing but its start was said', {}, false],
  ['a step that repeats was done too seldom', { BookLent: 1, PageStamped: 1 }, false],
  ['each step is done that is due', { BookLent: 1, PageStamped: 2 }, true],
  ['a step failed that nothing makes good', { BookLent: 0, NothingLent: 1 }, false],
  ['the step that a failure makes due is done, but a needed one failed', { NothingLent: 1, ExcuseSent: 1 }, false],
])('where %s', (_, events, completed) => {
  expect(isCompleted(loan, seen(events))).toBe(completed);
});

it('is not completed without its start', () => {
  const [, ...rest] = seen({ BookLent: 1, PageStamped: 2 });
  expect(isCompleted(loan, new Map(rest))).toBe(false);
});

it('needs no step that repeats over nothing', () => {
  expect(isCompleted(loan, seen({ BookLent: 1 }, 0))).toBe(true);
});
