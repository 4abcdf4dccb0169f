import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { AS_LONG_AS_IT_TAKES, thorough } from '#testing/property.ts';
import { BookFetched, BookLent, BooksLost, BooksPosted, BooksReturned, LossWritten } from '../library/events.ts';
import { monitor } from '../library/functions/monitor/participant.ts';
import { loan as process } from '../library/processes.ts';
import { aLoan, delivered } from '../library/said.ts';
import { aMonitorBench, type MonitorBench } from './monitor-bench.ts';

const BEGAN = Date.parse('2026-11-24T12:00:00Z');
const remaining = { getRemainingTimeInMillis: () => 30_000 };
const logger = { error: (...what: unknown[]) => expect(what).toEqual([]) };

/** An event with its metadata, said half a second after the one before. */
const event = (contract: { source: string; type: string }, n: number, data: object) => {
  const eventId = `${contract.type}-${n}`;
  const occurredAt = new Date(BEGAN + n * 500).toISOString();
  const causationId = n === 0 ? null : 'BookLent-0';
  const metadata = { eventId, correlationId: 'l-1', causationId, hops: 1, version: 1, occurredAt };
  return delivered(contract, { metadata: { ...metadata, producer: 'desk/lend' }, data }, eventId);
};
const loan = aLoan('l-1', 2, 7);
const BEGINNING = [
  event(BookLent, 0, { loan }),
  event(BookFetched, 1, { loan, isbn: 'isbn-0' }),
  event(BookFetched, 2, { loan, isbn: 'isbn-1' }),
];
const RETURNED = [...BEGINNING, event(BooksPosted, 3, { loan }), event(BooksReturned, 4, { loan })];
const LOST = [...BEGINNING, ...[BooksPosted, BooksLost, LossWritten].map((each, i) => event(each, 3 + i, { loan }))];

let bench: MonitorBench;
beforeAll(async () => {
  bench = await aMonitorBench();
}, 60_000);
// The loan is under way while its events come.
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: BEGAN + 5000 }));
afterEach(() => void vi.useRealTimers());
afterAll(() => bench?.stop());

type Batch = readonly { readonly id: string }[];

/** Events in any order, some of them more than once, each in one of some batches. */
const scattered = (events: Batch) =>
  fc
    .tuple(fc.shuffledSubarray([...events], { minLength: events.length }), fc.subarray([...events]))
    .chain(([once, again]) =>
      fc
        .array(fc.nat({ max: 7 }), { minLength: once.length + again.length, maxLength: once.length + again.length })
        .map((to) => [...Array(8).keys()].map((batch) => [...once, ...again].filter((_, i) => to[i] === batch))),
    )
    .map((batches) => batches.filter(({ length }) => length > 0));

async function unitsOf(batches: readonly Batch[]): Promise<{ instance: number; notes: number }> {
  await bench.clear();
  for (const batch of batches) expect((await bench.hear(monitor, batch)).again).toEqual([]);
  return bench.writeUnits();
}

/** In which lists the loan is, what they tell of it, and what a sweep says of it at a time. */
async function shownAt(time: number) {
  const { INSTANCE_STATES, listInstances } = await import('#monitor/instances/list-instances.ts');
  const { findOverdue } = await import('#monitor/instances/find-overdue.ts');
  vi.setSystemTime(time);
  const list = async (filter: object) =>
    (await listInstances(process, filter, { after: null, limit: 10, now: new Date() }, remaining)).instances;
  const lists = () => Promise.all([...INSTANCE_STATES.map((state) => ({ state })), {}, { party: '7' }].map(list));
  const before = await lists();
  bench.operations.length = 0;
  await findOverdue(process, monitor, { job: 'monitor/sweep', remaining, logger });
  const said = bench.operations.flatMap((one) => (one.kind === 'event' ? [one.detailType] : []));
  return { before, said, after: await lists() };
}

/** What is shown at once, when nobody can be late yet, when all may be, and a month later. */
async function shown() {
  const told = [];
  for (const minutes of [1, 29, 31, 60 * 24 * 32]) told.push(await shownAt(BEGAN + minutes * 60_000));
  vi.setSystemTime(BEGAN + 5000);
  return told;
}

describe('The events of an instance that are scattered over several batches', () => {
  test('cost three write units, and one for each further batch', AS_LONG_AS_IT_TAKES, async () => {
    expect(await unitsOf([RETURNED])).toEqual({ instance: 3, notes: 1 });
    expect(await unitsOf([RETURNED.slice(0, 2), RETURNED.slice(2)])).toEqual({ instance: 4, notes: 2 });
    expect(await unitsOf(RETURNED.map((each) => [each]))).toEqual({ instance: 7, notes: 5 });
    expect(await unitsOf(RETURNED.map((each) => [each]).reverse())).toEqual({ instance: 7, notes: 5 });
    await fc.assert(
      fc.asyncProperty(scattered(RETURNED), async (batches) => {
        expect((await unitsOf(batches)).instance).toBeLessThanOrEqual(2 + batches.length);
      }),
      thorough(40),
    );
  });

  test('cost two more if the instance fails on its way', AS_LONG_AS_IT_TAKES, async () => {
    await fc.assert(
      fc.asyncProperty(scattered(LOST), async (batches) => {
        expect((await unitsOf(batches)).instance).toBeLessThanOrEqual(4 + batches.length);
      }),
      thorough(40),
    );
  });

  test.each([
    ['is completed', RETURNED],
    ['fails', LOST],
    ['goes no further', BEGINNING],
    ['is not known to have begun', BEGINNING.slice(1)],
  ])('show the same in every list at any time as in one batch, when it %s', AS_LONG_AS_IT_TAKES, async (_, events) => {
    await unitsOf([events]);
    const together = await shown();
    await fc.assert(
      fc.asyncProperty(scattered(events), async (batches) => {
        await unitsOf(batches);
        expect(await shown()).toEqual(together);
      }),
      thorough(15),
    );
  });
});
