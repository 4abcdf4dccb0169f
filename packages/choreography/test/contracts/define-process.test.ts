import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { defineEvent } from '#contracts/define-event.ts';
import { defineMonitor } from '#contracts/define-monitor.ts';
import { defineProcess, type ProcessDeclaration, type Step } from '#contracts/define-process.ts';
import { personal } from '#contracts/personal.ts';
import {
  BookLent,
  BooksLost,
  BooksPosted,
  BooksReturned,
  FeesPaid,
  MemberJoined,
  ShelfMoved,
} from '../library/events.ts';
import { loan, membership } from '../library/processes.ts';

const about = { starts: BookLent, instance: { one: 'loan', many: 'loans' } };
const day = { within: '1 day' } as const;
const declare =
  (steps: Record<string, Step>, more: Partial<ProcessDeclaration<string>> = {}) =>
  () =>
    defineProcess<string>('p', { ...about, ...more, steps });

describe('defineProcess', () => {
  it('makes the contracts of its own events, with the key and the party at their paths', () => {
    const { completed, overdue } = loan;
    const times = { startedAt: '2026-11-24T12:00:00Z', completedAt: '2026-11-24T12:00:00Z' };
    expect([completed.type, overdue.type, completed.source]).toEqual([
      'LoanCompleted',
      'LoanOverdue',
      'library.monitor',
    ]);
    expect(completed.data.parse({ loan: { id: 'l-1', member: { number: '7' } }, ...times })).toBeDefined();
    expect(completed.data.safeParse({ loan: {}, ...times }).success).toBe(false);
    expect(membership.completed.data.parse({ member: { number: 7 }, ...times })).toBeDefined();
    expect(membership.completed.data.safeParse({ member: { number: '7' }, ...times }).success).toBe(false);
  });

  it('takes a key of each item of an array', () => {
    const { completed } = defineProcess('copy', {
      ...{ starts: BookLent, instance: { one: 'copy', many: 'copies' }, key: 'loan.books[].isbn' },
      steps: { posted: { done: [BooksPosted], within: '1 day' } },
    });
    expect(completed.correlateBy).toBe('isbn');
  });

  it.each<[string, () => unknown]>([
    ['Process p, step moved: ShelfMoved does not carry loan.id.', declare({ moved: { done: [ShelfMoved], ...day } })],
    [
      'Process p, step paid: FeesPaid does not carry loan.',
      declare({ paid: { done: [FeesPaid], ...day } }, { keys: { FeesPaid: 'loan' } }),
    ],
    [
      'Process p, keys: "FeesPaid" is the type of no event of it.',
      declare({ posted: { done: [BooksPosted], ...day } }, { keys: { FeesPaid: 'loans[].id' } }),
    ],
    [
      'Process p: BookLent does not carry loan.reader.',
      declare({}, { party: { label: 'Reader', path: 'loan.reader' } }),
    ],
    [
      'Process p: loan.member.name is personal data, which the monitor does not show.',
      declare({}, { party: { label: 'Member', path: 'loan.member.name' } }),
    ],
    [
      'Process p, step posted: BookLent already belongs to the start.',
      declare({ posted: { done: [BookLent], ...day } }),
    ],
    [
      'Process p, ends: BooksPosted already belongs to step posted.',
      declare({ posted: { done: [BooksPosted], ...day } }, { ends: [BooksPosted] }),
    ],
    [
      'Process p, step posted waits for "packed", which is no step of it.',
      declare({ posted: { done: [BooksPosted], ...day, after: 'packed' } }),
    ],
    ['Process p, step posted waits for itself.', declare({ posted: { done: [BooksPosted], ...day, after: 'posted' } })],
    [
      'Process p, step returned waits for itself.',
      declare({
        returned: { done: [BooksReturned], ...day, when: { step: 'posted', is: 'done' } },
        posted: { done: [BooksPosted], ...day, after: 'returned' },
      }),
    ],
    [
      'Process p, step posted waits until returned has failed, but no event says so.',
      declare({
        returned: { done: [BooksReturned], ...day },
        posted: { done: [BooksPosted], ...day, when: { step: 'returned', is: 'failed' } },
      }),
    ],
    [
      'Process p, step returned counts from posted, which may not happen: count from another step, or make it due (when) as that one is.',
      declare({
        posted: { done: [BooksPosted], optional: true },
        returned: { done: [BooksReturned], ...day, after: 'posted' },
      }),
    ],
    [
      'Process p, step posted needs the time within which it is due (within), or to be optional.',
      declare({ posted: { done: [BooksPosted] } }),
    ],
    [
      'Process p, step posted: "soon" is no time span: give one such as 30 minutes or 4 business hours.',
      declare({ posted: { done: [BooksPosted], within: 'soon' as never } }),
    ],
    [
      'Process p, step posted: "4 business hours" needs a calendar of the step or of the process (defineCalendar).',
      declare({ posted: { done: [BooksPosted], within: '4 business hours' } }),
    ],
    [
      'Process p, step posted: times must be a whole number from 1 to 1000.',
      declare({ posted: { done: [BooksPosted], ...day, times: 0 } }),
    ],
    [
      'Process p, step posted: BookLent has no array at loan.id.',
      declare({ posted: { done: [BooksPosted], ...day, forEach: 'loan.id' } }),
    ],
    [
      'Process p, step posted repeats so many times, or for each of something: not both.',
      declare({ posted: { done: [BooksPosted], ...day, times: 2, forEach: 'loan.books' } }),
    ],
    [
      'Process p, step posted is one of handover, or optional: not both.',
      declare({ posted: { done: [BooksPosted], optional: true, oneOf: 'handover' } }),
    ],
  ])('refuses with a sentence: %s', (sentence, attempt) => {
    expect(attempt).toThrow(new Error(sentence));
  });

  it('refuses a key that is personal data, and a name that no address could hold', () => {
    const ByName = defineEvent({
      ...{ source: 'library.members', type: 'NameTaken', version: 1, correlateBy: 'name' },
      data: z.object({ name: personal(z.string()) }),
    });
    expect(declare({}, { starts: ByName })).toThrow('name is personal data');
    expect(() => defineProcess('a/b', { ...about, steps: {} })).toThrow('Process "a/b": its name may have letters');
  });

  it('does not compile with a step that waits for one that does not exist', () => {
    expect(() =>
      defineProcess('p', {
        ...about,
        // @ts-expect-error: there is no step "packed".
        steps: { posted: { done: [BooksPosted], within: '1 hour', when: { step: 'packed', is: 'done' } } },
      }),
    ).toThrow('waits for "packed"');
  });
});

describe('defineMonitor', () => {
  it('says the completed and overdue events of every process, and knows the contracts of all that they wait for', () => {
    const { jobs, contracts } = defineMonitor([loan, membership], { contracts: [ShelfMoved] });
    expect(jobs.record.emits.map(({ type }) => type)).toEqual(['LoanCompleted', 'MembershipCompleted']);
    expect(jobs.sweep.emits.map(({ type }) => type)).toEqual(['LoanOverdue', 'MembershipOverdue']);
    expect(contracts).toEqual(expect.arrayContaining([BookLent, BooksLost, MemberJoined, ShelfMoved, loan.overdue]));
  });

  it('refuses two processes of one name', () => {
    expect(() => defineMonitor([loan, loan])).toThrow('The monitor follows two processes "loan"');
  });
});
