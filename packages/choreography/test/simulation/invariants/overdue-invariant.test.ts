import { expect, it } from 'vitest';
import type { WorldView } from '#simulation/define-simulation.ts';
import { wronglyOverdue } from '#simulation/invariants/overdue-invariant.ts';
import type { ModelProcess } from '#simulation/invariants/process-model.ts';

const MINUTE = 60_000;
const loan: ModelProcess = {
  name: 'loan',
  key: 'loanId',
  starts: { source: 'library', type: 'LoanAsked' },
  steps: {
    lent: { done: [{ type: 'BookLent' }], failed: [{ type: 'NothingLent' }] },
    excused: { done: [{ type: 'ExcuseSent' }], when: { step: 'lent', is: 'failed' }, within: '10 minutes' },
  },
};

/** An event that happened at one time, and came to the bus at another, in minutes. */
const event = (type: string, occurred: number, put = occurred) => ({
  ...{ id: type, type, at: put * MINUTE, source: 'library' },
  detail: { metadata: { occurredAt: new Date(occurred * MINUTE).toISOString() }, data: { loanId: 'l-1' } },
});

const wrongIn = (...events: readonly object[]) =>
  wronglyOverdue({ events } as unknown as WorldView, loan, ['l-1'], {
    heardAt: (id) => events.map((each) => each as { id: string; at: number }).find((each) => each.id === id)?.at ?? 0,
    until: 100 * MINUTE,
    outagesEnd: 0,
  }).map(({ what }) => what);

it('asks for overdue where a step is late, ten minutes after the monitor could know', () => {
  expect(wrongIn(event('LoanAsked', 0), event('NothingLent', 1), event('ExcuseSent', 30))).toEqual([
    '"excused" of loan was late by more than ten minutes, and overdue was not said',
  ]);
});

it('asks for nothing where what makes a step due was said so late that the step was over before anybody could look', () => {
  // Seed 140 of the shop: a rejection was committed at once, and said after an outage.
  expect(wrongIn(event('LoanAsked', 0), event('NothingLent', 1, 29), event('ExcuseSent', 30))).toEqual([]);
});
