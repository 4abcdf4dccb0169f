import { expect, it } from 'vitest';
import { deadlinesOf, type TimesByType } from '#simulation/invariants/overdue-model.ts';
import type { ModelProcess } from '#simulation/invariants/process-model.ts';

const MINUTE = 60_000;
const loan: ModelProcess = {
  name: 'loan',
  key: 'loanId',
  starts: { source: 'library', type: 'LoanAsked' },
  steps: {
    lent: { done: [{ type: 'BookLent' }], failed: [{ type: 'NothingLent' }], within: '30 minutes' },
    stamped: { done: [{ type: 'PageStamped' }], forEach: 'pages', within: '1 hour' },
    excused: { done: [{ type: 'ExcuseSent' }], when: { step: 'lent', is: 'failed' }, within: '10 minutes' },
    returned: { done: [{ type: 'BookReturned' }], when: { step: 'lent', is: 'done' }, within: '2 hours' },
  },
};

const sayings = (minutes: Readonly<Record<string, readonly number[]>>): TimesByType =>
  new Map(
    Object.entries(minutes).map(([type, each]) => [
      type,
      each.map((minute) => ({ id: `${type} ${minute}`, said: minute * MINUTE, put: minute * MINUTE })),
    ]),
  );

it('counts a deadline from each time at which the start was said', () => {
  const [lent] = deadlinesOf(loan, sayings({ LoanAsked: [0, 3] }));
  expect(lent).toEqual({
    step: 'lent',
    deadlines: [30 * MINUTE, 33 * MINUTE],
    begunBy: ['LoanAsked 0', 'LoanAsked 3'],
    overAt: Number.POSITIVE_INFINITY,
  });
});

it('counts the deadline of a step from the end of the one that makes it due, and of no other', () => {
  const steps = deadlinesOf(loan, sayings({ LoanAsked: [0], NothingLent: [5], ExcuseSent: [7] }));
  expect(steps.map(({ step, deadlines, overAt }) => [step, deadlines, overAt])).toEqual([
    ['lent', [30 * MINUTE], 5 * MINUTE],
    ['excused', [15 * MINUTE], 7 * MINUTE],
    ['returned', [], Number.POSITIVE_INFINITY],
  ]);
});

it('says nothing of a step that repeats', () => {
  expect(deadlinesOf(loan, sayings({ LoanAsked: [0] })).map(({ step }) => step)).not.toContain('stamped');
});
