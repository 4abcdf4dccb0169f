import { describe, expect, it } from 'vitest';
import { defineProcess } from '#contracts/define-process.ts';
import { type Evidence, progressOf } from '#monitor/instances/progress.ts';
import * as events from '../../library/events.ts';
import { loan, membership } from '../../library/processes.ts';

/** A Tuesday, in the morning. */
const START = Date.parse('2026-11-24T09:00:00Z');
const at = (minute: number) => new Date(START + minute * 60_000).toISOString();
const evidence = (minutes: Record<string, number | number[]>, books = 1, setAside: string[] = []): Evidence => ({
  seen: Object.fromEntries(
    Object.entries(minutes).map(([type, all]) => [
      type,
      [all].flat().map((minute, i) => ({ eventId: `${type}-${i}`, at: at(minute) })),
    ]),
  ),
  items: minutes.BookLent === undefined ? {} : { 'loan.books': books },
  setAside: new Set(setAside),
});
const progress = (minutes: Record<string, number | number[]>, now = 1, books = 1) =>
  progressOf(loan, evidence(minutes, books), new Date(at(now)));
const states = (minutes: Record<string, number | number[]>, now = 1, books = 1) =>
  Object.fromEntries(progress(minutes, now, books).steps.map(({ name, state }) => [name, state]));
const step = (minutes: Record<string, number | number[]>, name: string, now = 1, books = 1) =>
  progress(minutes, now, books).steps.find((each) => each.name === name);

describe('the progress of an instance', () => {
  it('is open once it began, and says what is due until when', () => {
    expect(progress({ BookLent: 0 })).toMatchObject({ state: 'open', startedAt: at(0), deadline: at(30) });
    expect(states({ BookLent: 0 })).toEqual({
      ...{ fetched: 'waiting', posted: 'waiting', collected: 'waiting', returned: 'waiting' },
    });
  });

  it('is completed when every step is done, and not before its start was heard', () => {
    const all = { BookLent: 0, BookFetched: 1, BooksPosted: 2, BooksReturned: 3 };
    expect(progress(all)).toMatchObject({ state: 'completed', deadline: null, missing: [] });
    const { BookLent: _, ...rest } = all;
    expect(progress(rest)).toMatchObject({ state: 'open', startedAt: null });
  });

  it('is overdue when a step misses its deadline, names who owes it, and is completed if it still happens', () => {
    expect(progress({ BookLent: 0 }, 30).state).toBe('open');
    expect(progress({ BookLent: 0 }, 31)).toMatchObject({
      ...{ state: 'overdue', deadline: at(30) },
      missing: [{ step: 'fetched', participant: 'stacks', setAside: false }],
    });
    const late = { BookLent: 0, BookFetched: 40, BooksPosted: 41, BooksReturned: 50 };
    expect(progress(late, 60).state).toBe('completed');
    expect(step(late, 'fetched', 60)).toMatchObject({ state: 'done', late: true });
  });

  it('tells steps that were set aside from those of which nothing is known', () => {
    const { state, missing } = progressOf(loan, evidence({ BookLent: 0 }, 1, ['fetched']), new Date(at(1)));
    expect([state, missing]).toEqual(['failed', [{ step: 'fetched', participant: 'stacks', setAside: true }]]);
  });

  it('fails when a step fails, and then waits for what follows from that alone', () => {
    const lost = { BookLent: 0, BookFetched: 1, BooksPosted: 2, BooksLost: 3 };
    expect(progress(lost, 4).state).toBe('failed');
    expect(states(lost, 4)).toMatchObject({ returned: 'failed', written: 'waiting', paid: 'waiting' });
    expect(states({ BookLent: 0 })).not.toHaveProperty('written');
  });

  it('waits for a step once for each item of the start, and for no item not at all', () => {
    expect(step({ BookLent: 0, BookFetched: [1, 2] }, 'fetched', 3, 3)).toMatchObject({
      ...{ state: 'waiting', count: 2, of: 3, at: null },
    });
    expect(step({ BookLent: 0, BookFetched: [1, 2, 5, 9] }, 'fetched', 9, 3)).toMatchObject({
      ...{ state: 'done', count: 3, of: 3, at: at(5) },
    });
    expect(step({ BookLent: 0 }, 'fetched', 1, 0)).toBeUndefined();
    expect(step({ BookFetched: [1] }, 'fetched')).toMatchObject({ state: 'waiting', count: 1, of: null });
  });

  it('shows an optional step only once it happened so often, and waits for none', () => {
    const done = { BookLent: 0, BookFetched: 1, BooksPosted: 2, BooksReturned: 3 };
    expect(states({ ...done, ReaderReminded: [4, 5] }, 9)).not.toHaveProperty('reminded');
    expect(states({ ...done, ReaderReminded: [4, 5, 6] }, 9)).toMatchObject({ reminded: 'done' });
    expect(progress({ ...done, ReaderReminded: [4] }, 9).state).toBe('completed');
  });

  it('needs one of several alternatives, is late only after the one that may take longest, and drops the others', () => {
    const fetched = { BookLent: 0, BookFetched: 10 };
    expect(step(fetched, 'posted', 11)).toMatchObject({ state: 'waiting', deadline: at(10 + 2880) });
    expect(progress(fetched, 10 + 61).state).toBe('open');
    expect(progress(fetched, 10 + 2881).missing.map((each) => each.step)).toEqual(['posted', 'collected']);
    expect(states({ ...fetched, BooksCollected: 12 }, 13)).toEqual({
      ...{ fetched: 'done', collected: 'done', returned: 'waiting' },
    });
  });

  it('does not fail by one alternative while another may still be done', () => {
    const either = defineProcess('either', {
      ...{ starts: events.BookLent, instance: { one: 'loan', many: 'loans' } },
      steps: {
        returned: { done: [events.BooksReturned], failed: [events.BooksLost], within: '1 day', oneOf: 'back' },
        collected: { done: [events.BooksCollected], within: '1 day', oneOf: 'back' },
      },
    });
    const stateOf = (minutes: Record<string, number>) => progressOf(either, evidence(minutes), new Date(at(5))).state;
    expect(stateOf({ BookLent: 0, BooksLost: 1 })).toBe('open');
    expect(stateOf({ BookLent: 0, BooksLost: 1, BooksCollected: 2 })).toBe('completed');
  });

  it('counts a deadline from the step that it names, and knows none before that', () => {
    expect(step({ BookLent: 0 }, 'posted')).toMatchObject({ deadline: null });
    expect(step({ BookLent: 0, BookFetched: 10 }, 'collected', 11)?.deadline).toBe(at(10 + 2880));
  });

  it('counts business hours and days of the calendar', () => {
    // Lost on Tuesday at 15:00 in Berlin; the library closes at 17:00, and opens at 9:00.
    const lost = { BookLent: 0, BookFetched: 1, BooksPosted: 2, BooksLost: 300 };
    expect(step(lost, 'written', 301)?.deadline).toBe('2026-11-25T10:00:00.000Z');
    expect(step(lost, 'paid', 301)?.deadline).toBe('2026-11-26T16:00:00.000Z');
  });

  it('ends early: nothing is awaited any more, and it is neither late nor completed', () => {
    const ended = { BookLent: 0, BookFetched: 1, LoanCancelled: 2 };
    expect(progress(ended, 99_999)).toMatchObject({ state: 'ended', deadline: null, missing: [] });
    expect(states(ended, 99_999)).toEqual({ fetched: 'done' });
    expect(progress({ ...ended, BooksPosted: 3, BooksReturned: 4 }, 5).state).toBe('completed');
  });

  it('is told for each process by its own steps', () => {
    const paid = progressOf(membership, evidence({ MemberJoined: 0, FeesPaid: 1 }), new Date(at(2)));
    expect(paid).toMatchObject({ state: 'completed', steps: [{ name: 'paid', participant: 'desk' }] });
  });
});
