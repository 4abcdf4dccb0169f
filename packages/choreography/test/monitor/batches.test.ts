import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { InstanceView } from '#monitor/api-types.ts';
import { type Fault, faults } from '#testing/once/fault.ts';
import { AS_LONG_AS_IT_TAKES, thorough } from '#testing/property.ts';
import {
  BookFetched,
  BookLent,
  BooksLost,
  BooksPosted,
  BooksReturned,
  FeesPaid,
  LossWritten,
  MemberJoined,
  ShelfMoved,
} from '../library/events.ts';
import { monitor } from '../library/functions/monitor/participant.ts';
import { aLoan, delivered } from '../library/said.ts';
import { aMonitorBench, type MonitorBench } from './monitor-bench.ts';

const BEGAN = Date.parse('2026-11-24T12:00:00Z');

/** An event with its metadata, said a minute after the one before. */
const event = (contract: { source: string; type: string }, n: number, correlationId: string, data: object) => {
  const eventId = `${contract.type}-${n}`;
  const occurredAt = new Date(BEGAN + n * 60_000).toISOString();
  const metadata = {
    eventId,
    correlationId,
    causationId: n === 0 ? null : 'BookLent-0',
    hops: 1,
    version: 1,
    occurredAt,
  };
  return delivered(contract, { metadata: { ...metadata, producer: 'desk/lend' }, data }, eventId);
};

const loan = aLoan('l-1', 2, 7);
const lost = aLoan('l-2', 1, 7);
const member = { number: 7, name: 'Ada Lovelace' };
/** Two loans and a member, the one completed, the other lost and paid for; and what no process knows. */
const EVENTS = [
  event(BookLent, 0, 'l-1', { loan }),
  event(BookFetched, 1, 'l-1', { loan, isbn: 'isbn-0' }),
  event(BookFetched, 2, 'l-1', { loan, isbn: 'isbn-1' }),
  event(BooksPosted, 3, 'l-1', { loan }),
  event(BooksReturned, 4, 'l-1', { loan }),
  event(BookLent, 5, 'l-2', { loan: lost }),
  event(BookFetched, 6, 'l-2', { loan: lost, isbn: 'isbn-0' }),
  event(BooksLost, 7, 'l-2', { loan: lost }),
  event(LossWritten, 8, 'l-2', { loan: lost }),
  event(FeesPaid, 9, '7', { member, loans: [{ id: 'l-2' }] }),
  event(MemberJoined, 10, '7', { member }),
  event(ShelfMoved, 11, 's-1', { shelf: { id: 's-1' }, mover: 'Ada', books: 3 }),
  event({ source: 'library.garden', type: 'HedgeCut' }, 12, 'l-1', { loan: { id: 'l-1' }, metres: 3 }),
];

let bench: MonitorBench;
beforeAll(async () => {
  bench = await aMonitorBench();
}, 60_000);
afterAll(() => bench?.stop());

type Batch = readonly { readonly id: string }[];

/** What the monitor tells after some batches, whatever failed: those that come again do so until all is done. */
async function toldAfter(given: readonly Batch[], failing: readonly (readonly Fault[])[] = []) {
  await bench.clear();
  const said: { Detail?: string; DetailType?: string }[] = [];
  for (const [i, batch] of given.entries()) {
    let left = batch;
    for (let count = 1; left.length > 0; count++) {
      const heard = await bench.hear(monitor, left, { faults: count === 1 ? (failing[i] ?? []) : [], count });
      said.push(...heard.said);
      left = heard.again;
      expect(count).toBeLessThan(5);
    }
  }
  return told(said);
}

async function told(said: readonly { Detail?: string; DetailType?: string }[]) {
  const { instance } = await import('#monitor/endpoints/instance.ts');
  const { readStatistics } = await import('#monitor/statistics/job-statistics.ts');
  const now = new Date('2026-11-24T13:00:00Z');
  const ask = ([process, key]: readonly [number, string]) =>
    instance(monitor.processes[process] as never, key, new URLSearchParams(), now);
  const views = await Promise.all(INSTANCES.map(ask));
  const lists = await listed(now);
  const unheard = (await bench.items())
    .filter(({ sk, listKey }) => listKey !== undefined && !String(sk).startsWith('header#'))
    .map(({ pk, sk, listKey, listAt }) => ({ pk, sk, listKey, listAt }))
    .sort((a, b) => (`${a.pk} ${a.sk}` < `${b.pk} ${b.sk}` ? -1 : 1));
  const ids = said.map(({ Detail = '{}', DetailType }) => `${DetailType} ${JSON.parse(Detail).metadata.eventId}`);
  const counts = (await readStatistics(new Date(), { getRemainingTimeInMillis: () => 30_000 }))
    .map((each) => [each.job, [...each.said].sort()])
    .sort();
  return { views: views.map(plain), lists, unheard, said: [...new Set(ids)].sort(), counts };
}

/** The keys in each list that one may ask for, at a time. */
async function listed(now: Date): Promise<Record<string, string[]>> {
  const { INSTANCE_STATES, listInstances } = await import('#monitor/instances/list-instances.ts');
  const lists: Record<string, string[]> = {};
  const filters = [
    ...INSTANCE_STATES.map((state) => ({ state })),
    ...[{}, { party: '7' }, { party: '7', state: 'completed' as const }],
    ...[{ to: minute(4) }, { from: minute(5) }, { from: minute(0), to: minute(0) }],
  ];
  for (const process of monitor.processes)
    for (const filter of filters) {
      const found = await listInstances(process, filter, { after: null, limit: 10, now }, remaining);
      lists[`${process.name} ${JSON.stringify(filter)}`] = found.instances.map(({ key }) => key).sort();
    }
  return lists;
}

const minute = (n: number): string => new Date(BEGAN + n * 60_000).toISOString();
const remaining = { getRemainingTimeInMillis: () => 30_000 };

const INSTANCES = [
  [0, 'l-1'],
  [0, 'l-2'],
  [1, '7'],
] as const;

/** Events of one time may come in any order, and which event completed an instance depends on which came last. */
const plain = (view: InstanceView | undefined) =>
  view && {
    ...view,
    events: view.events.map(({ eventId, type, at, data }) =>
      type.endsWith('Completed') ? { eventId, type } : { eventId, type, at, data },
    ),
  };

/** All events in any order, some of them more than once, in batches of any size. */
const batches = fc
  .tuple(
    fc.shuffledSubarray(EVENTS, { minLength: EVENTS.length }),
    fc.subarray(EVENTS),
    fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 30, maxLength: 30 }),
  )
  .map(([once, again, sizes]) => {
    const all = [...once, ...again];
    const parts: Batch[] = [];
    for (let from = 0, i = 0; from < all.length; i++) {
      const size = sizes[i] ?? 1;
      parts.push(all.slice(from, from + size));
      from += size;
    }
    return parts;
  });

describe('Events that the monitor hears in batches', () => {
  test(
    'are told as if they had come one by one: any order, any split, any duplicates',
    AS_LONG_AS_IT_TAKES,
    async () => {
      const oneByOne = await toldAfter(EVENTS.map((each) => [each]));
      expect(oneByOne.views.map((view) => view?.state)).toEqual(['completed', 'failed', 'completed']);
      expect(oneByOne.said.map((each) => each.split(' ')[0])).toEqual(['LoanCompleted', 'MembershipCompleted']);
      expect(oneByOne.views[0]?.events.map(({ type }) => type)).toContain('HedgeCut');
      await fc.assert(
        fc.asyncProperty(batches, async (parts) => {
          expect(await toldAfter(parts)).toEqual(oneByOne);
        }),
        thorough(15),
      );
    },
  );

  test(
    'are told so, too, when the function ends or a call fails anywhere: only counts may lack something',
    AS_LONG_AS_IT_TAKES,
    async () => {
      const { counts, ...oneByOne } = await toldAfter(EVENTS.map((each) => [each]));
      await fc.assert(
        fc.asyncProperty(batches, fc.array(faults, { minLength: 10, maxLength: 30 }), async (parts, failing) => {
          const { counts: found, ...others } = await toldAfter(parts, failing);
          expect(others).toEqual(oneByOne);
          for (const [i, [, said]] of found.entries())
            for (const [type, n] of said as [string, number][])
              expect(n).toBeLessThanOrEqual(new Map((counts[i] as [string, [string, number][]])?.[1]).get(type) ?? 99);
        }),
        thorough(15),
      );
    },
  );

  test('hold up no other event: what cannot be kept comes again alone', async () => {
    await bench.clear();
    const broken = { ...delivered(BookLent, { data: { loan: aLoan('l-3') } }, 'e-broken'), time: 'never' };
    const { again } = await bench.hear(monitor, [broken, ...EVENTS.slice(0, 5)]);
    expect(again.map(({ id }) => id)).toEqual(['e-broken']);
    expect((await told([])).views[0]).toMatchObject({ state: 'completed' });
  });
});
