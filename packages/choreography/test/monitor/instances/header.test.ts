import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deadlineAfter } from '#contracts/deadline-after.ts';
import type { InstanceState, RecordedEvent } from '#monitor/api-types.ts';
import { emptyHeader, type Header, type JobDuration, summaryOf, withEvent } from '#monitor/instances/header.ts';
import { headerItem } from '#monitor/instances/header-items.ts';
import { thorough } from '#testing/property.ts';
import { loan } from '../../library/processes.ts';
import { aLoan } from '../../library/said.ts';

const START = Date.parse('2026-11-24T12:00:00Z');
const DAY = 86_400;

const SOURCES = {
  ...{ BookLent: 'lending', LoanCancelled: 'lending', BookFetched: 'stacks', BooksPosted: 'post' },
  ...{ BooksCollected: 'lending', ReaderReminded: 'letters', BooksReturned: 'returns', BooksLost: 'returns' },
  ...{ LossWritten: 'letters', FeesPaid: 'desk' },
};
type Type = keyof typeof SOURCES;

/** An event of a loan, some seconds after noon. */
const said = (type: Type, after: number, id: string = type, cause: string | null = null, books = 2): RecordedEvent => ({
  ...{ eventId: id, source: `library.${SOURCES[type]}`, type, at: new Date(START + after * 1000).toISOString() },
  ...{ causationId: cause, participant: SOURCES[type], job: cause === null ? null : `does-${type}` },
  data: { loan: aLoan('l-1', books) },
});

function heard(events: readonly RecordedEvent[]): { header: Header; took: JobDuration[] } {
  let header = emptyHeader('l-1');
  const took: JobDuration[] = [];
  for (const event of events) {
    const next = withEvent(loan, header, event);
    header = next.header;
    took.push(...next.took);
  }
  return { header, took };
}

/** A header without what only counts how long jobs took. */
const telling = ({ seen, ...header }: Header) => ({
  ...header,
  seen: Object.fromEntries(
    Object.entries(seen).map(([type, each]) => [type, each.map(({ eventId, at }) => ({ eventId, at }))]),
  ),
});

const sorted = (took: readonly JobDuration[]) => took.map(({ job, milliseconds }) => `${job} ${milliseconds}`).sort();
const now = (after: number) => new Date(START + after * 1000);

/** Whatever may be said of a loan: any events, often or never, at any time of three days, with a start or without. */
const anything = fc
  .array(
    fc.tuple(
      fc.constantFrom(...(Object.keys(SOURCES) as Type[])),
      fc.integer({ min: 0, max: 3 * DAY }),
      fc.integer({ min: 0, max: 3 }),
    ),
    { maxLength: 14 },
  )
  .map((all) => all.map(([type, after, books], i) => said(type, after, `e-${i}`, i > 0 ? 'e-0' : null, books)));

/** Some events, and the same in any order, each as often as one likes but at least once. */
const arrivals = anything
  .chain((all) =>
    fc.tuple(
      fc.constant(all),
      all.length === 0 ? fc.constant([]) : fc.array(fc.constantFrom(...all), { maxLength: 12 }),
    ),
  )
  .chain(([all, again]) => {
    const arriving = [...all, ...again];
    return fc.tuple(fc.constant(all), fc.shuffledSubarray(arriving, { minLength: arriving.length }));
  });

describe('the header of an instance', () => {
  it('tells the same for every order of arrival and any number of duplicates', () => {
    fc.assert(
      fc.property(arrivals, ([all, arrived]) => {
        expect(telling(heard(arrived).header)).toEqual(telling(heard(all).header));
      }),
      thorough(500),
    );
  });

  it('counts each time that a job took once, when each thing was said once', () => {
    const books = ['b-0', 'b-1', 'b-2'].map((id, i) => said('BookFetched', i + 1, id, 'BookLent'));
    const flow = [
      said('BookLent', 0),
      ...books,
      said('BooksPosted', 5, 'p', 'b-2'),
      said('BooksReturned', 9, 'r', 'p'),
    ];
    const again = fc
      .array(fc.constantFrom(...flow), { maxLength: 8 })
      .chain((more) => fc.shuffledSubarray([...flow, ...more], { minLength: flow.length + more.length }));
    fc.assert(
      fc.property(again, (arrived) => {
        expect(sorted(heard(arrived).took)).toEqual(sorted(heard(flow).took));
        expect(sorted(heard(flow).took)).toHaveLength(5);
      }),
      thorough(200),
    );
  });

  it('tells the state that a plain reading of all events tells', () => {
    fc.assert(
      fc.property(anything, fc.integer({ min: 0, max: 60 * DAY }), (all, after) => {
        expect(summaryOf(loan, heard(all).header, now(after)).state).toBe(plainly(all, now(after).toISOString()));
      }),
      thorough(1000),
    );
  });

  it('stands in the index of deadlines only while something is to come that the sweep does not find by the start', () => {
    const lent = said('BookLent', 0);
    const fresh = headerItem(loan, recordOf([lent]), undefined, now(0));
    expect(fresh.listKey).toMatch(/^loan#open#[0-7]$/);
    expect(fresh).not.toHaveProperty('deadlineKey');
    const open = headerItem(loan, recordOf([lent]), fresh, now(1700));
    expect(open).toMatchObject({
      listKey: expect.stringMatching(/^loan#watched#[0-7]$/),
      deadlineKey: expect.stringMatching(/^loan#[0-7]$/),
      deadlineAt: now(1800).toISOString(),
    });
    const rest = [
      said('BookFetched', 1, 'a'),
      said('BookFetched', 2, 'b'),
      said('BooksPosted', 3),
      said('BooksReturned', 4),
    ];
    for (const ending of [rest, [said('LoanCancelled', 1)]]) {
      const ended = headerItem(loan, recordOf([lent, ...ending]), open, now(1705));
      expect(ended).not.toHaveProperty('deadlineKey');
      expect(ended).not.toHaveProperty('deadlineAt');
    }
  });

  it('fits with its events into the kilobyte of one write unit when every step was done once', () => {
    const id = (i: number) => `${i}`.padStart(32, '0');
    const flow = (['BookLent', 'BookFetched', 'BooksPosted', 'BooksReturned'] as const).map((type, i) =>
      said(type, i, id(i), null, 1),
    );
    const { told, ...rest } = headerItem(loan, recordOf(flow), undefined, now(5));
    expect(JSON.stringify(rest).length + (told?.length ?? 0)).toBeLessThan(1024);
  });

  it('is forgotten ninety days after it was last written', () => {
    const item = headerItem(loan, recordOf([said('BookLent', 0)]), undefined, now(5)) as { expiresAt?: number };
    expect(item.expiresAt).toBe(START / 1000 + 5 + 90 * DAY);
  });
});

/** What an item has of some events. */
const recordOf = (events: readonly RecordedEvent[]) => ({ header: heard(events).header, events });

/** The plain model of the loan's process: it looks at all events together, and knows no header. */
function plainly(all: readonly RecordedEvent[], time: string): InstanceState {
  const times = (type: Type) =>
    all
      .filter((event) => event.type === type)
      .map(({ at, eventId }) => `${at}#${eventId}`)
      .sort();
  const nth = (type: Type, n = 1) => times(type)[n - 1]?.split('#')[0];
  const [start] = all
    .filter(({ type }) => type === 'BookLent')
    .sort((a, b) => (`${a.at}#${a.eventId}` < `${b.at}#${b.eventId}` ? -1 : 1));
  const books = start && (start.data as { loan: { books: unknown[] } }).loan.books.length;
  const fetched = books ? nth('BookFetched', books) : undefined;
  const [posted, collected, returned] = [nth('BooksPosted'), nth('BooksCollected'), nth('BooksReturned')];
  const lost = returned === undefined ? nth('BooksLost') : undefined;
  const dueAt = (since: string | undefined, within: string) => since && deadlineAfter(since, within, loan.calendar);
  const open = [
    ...(books === 0 || fetched !== undefined ? [] : [dueAt(start?.at, '30 minutes')]),
    ...(posted !== undefined || collected !== undefined ? [] : [dueAt(fetched, '2 days')]),
    ...(returned !== undefined || lost !== undefined ? [] : [dueAt(start?.at, '30 days')]),
    ...(lost === undefined || nth('LossWritten') !== undefined ? [] : [dueAt(lost, '4 business hours')]),
    ...(lost === undefined || nth('FeesPaid') !== undefined ? [] : [dueAt(lost, '2 business days')]),
  ];
  if (start && open.length === 0 && lost === undefined) return 'completed';
  if (nth('LoanCancelled') !== undefined) return 'ended';
  if (open.some((deadline) => deadline !== undefined && deadline < time)) return 'overdue';
  return lost === undefined ? 'open' : 'failed';
}
