import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { AS_LONG_AS_IT_TAKES } from '#testing/property.ts';
import { BookLent } from '../library/events.ts';
import { monitor } from '../library/functions/monitor/participant.ts';
import { loan } from '../library/processes.ts';
import { aLoan, delivered } from '../library/said.ts';
import { aMonitorBench, type MonitorBench } from './monitor-bench.ts';

const LATE = 900;
const DAY_MS = 86_400_000;

let bench: MonitorBench;
beforeAll(async () => {
  bench = await aMonitorBench();
}, 60_000);
beforeEach(() => bench.clear());
afterAll(() => bench?.stop());

/** Loans that were lent a day ago, a second after one another, the last one first: all are late by now. */
async function lendMany(): Promise<void> {
  const begun = Date.now() - DAY_MS;
  const events = Array.from({ length: LATE }, (_, n) => ({
    ...delivered(BookLent, { data: { loan: aLoan(`l-${n}`) } }, `e-${n}`),
    time: new Date(begun + n * 1000).toISOString(),
  })).reverse();
  for (let at = 0; at < LATE; at += 200) await bench.hear(monitor, events.slice(at, at + 200));
  bench.operations.length = 0;
}

/** A sweep that may take so many pages of each list before its time is over. */
const sweepOf = (pages: number) => {
  let looks = 0;
  const remaining = { getRemainingTimeInMillis: () => (++looks > 16 * pages ? 1000 : 30_000) };
  return { job: 'monitor/sweep', remaining, logger: { error: (...what: unknown[]) => expect(what).toEqual([]) } };
};

/** The numbers of the loans that nobody has yet looked at since their deadline. */
const waiting = async () =>
  (await bench.items())
    .filter(({ deadlineAt }) => deadlineAt !== undefined && String(deadlineAt) < new Date().toISOString())
    .map(({ pk }) => Number(String(pk).split('-').at(-1)));

test(
  'a backlog of late instances is worked off in portions, the oldest first, and each is said once',
  AS_LONG_AS_IT_TAKES,
  async () => {
    const { findOverdue } = await import('#monitor/instances/find-overdue.ts');
    await lendMany();
    const before = process.cpuUsage();
    const first = await findOverdue(loan, monitor, sweepOf(0));
    expect(first.failed).toBe(0);
    // A page of each partition of the list; no more, since there is no time left.
    expect(first.looked).toBeGreaterThan(0);
    expect(first.looked).toBeLessThanOrEqual(800);
    const left = await waiting();
    expect(left).toHaveLength(LATE - first.looked);
    // Each partition's oldest, among which loans are spread evenly, are told first.
    expect(Math.min(...left)).toBeGreaterThan(LATE / 2);

    const second = await findOverdue(loan, monitor, sweepOf(0));
    expect(first.looked + second.looked).toBe(LATE);
    expect((await findOverdue(loan, monitor, sweepOf(0))).looked).toBe(0);
    const { user, system } = process.cpuUsage(before);
    expect(await waiting()).toEqual([]);

    const events = bench.operations.filter(({ kind }) => kind === 'event');
    expect(events).toHaveLength(LATE);
    const each = (count: number) => (count / LATE).toFixed(2);
    const putEvents = bench.operations.filter(({ kind }) => kind === 'put-events').length;
    const units = bench.writeUnits();
    expect(putEvents).toBeLessThanOrEqual(LATE / 8);
    expect(units.instance / LATE).toBeLessThanOrEqual(6);
    console.log(
      `a late instance: ${each(units.instance + units.notes)} write units, ${each(putEvents)} PutEvents, ${each((user + system) / 1000)} ms of the processor with the services`,
    );
  },
);
