import type { Process } from '#contracts/define-process.ts';
import type { RemainingTime } from '#jobs/deadline.ts';
import { say } from '#jobs/say.ts';
import { noteChanged } from '#monitor/change-feed.ts';
import type { MonitoredContracts } from '#monitor/events/recorded-event.ts';
import { INDEXES, shards } from '#monitor/table.ts';
import { type Header, progressAt } from './header.ts';
import { changeHeader, deadlineKey } from './header-items.ts';
import { instanceData } from './instance-data.ts';
import { keyOf } from './list-instances.ts';
import { entriesUpTo } from './lists.ts';
import { keepOwn, sayOwn } from './say-own.ts';

/** How many instances of a shard are looked at together. */
const AT_ONCE = 25;

/** Time kept back at the end of an invocation, in milliseconds: what is left over is found by the next one. */
const RESERVE = 2000;

/**
 * Finds every instance past a deadline, lists it as overdue, and says so once. Returns how many were looked at.
 * @param job who says it, as `participant/job`
 */
export async function findOverdue(
  process: Process,
  known: MonitoredContracts,
  job: string,
  remaining: RemainingTime,
): Promise<number> {
  const looked = await Promise.all(
    shards.map(async (shard) => {
      let count = 0;
      const seen = new Set<string>();
      while (remaining.getRemainingTimeInMillis() > RESERVE) {
        const list = { index: INDEXES.byDeadline, partitions: [deadlineKey(process, shard)] };
        const due = await entriesUpTo(list, new Date().toISOString(), AT_ONCE);
        // The index lags behind the table: what was dealt with may be found again.
        const keys = due.map(keyOf).filter((key) => !seen.has(key));
        if (keys.length === 0) break;
        for (const key of keys) seen.add(key);
        await look(process, known, keys, job, remaining);
        count += keys.length;
      }
      return count;
    }),
  );
  return looked.reduce((sum, count) => sum + count, 0);
}

async function look(
  process: Process,
  known: MonitoredContracts,
  keys: readonly string[],
  job: string,
  remaining: RemainingTime,
) {
  // One time for all attempts: an event that is said again is then the same in the monitor, too.
  const now = new Date();
  const written = await Promise.all(
    keys.map(async (key) => {
      const change = await changeHeader(process, key, remaining, (header) =>
        sayOverdue(process, known, header, now, job, remaining),
      );
      return change.written;
    }),
  );
  await noteChanged(
    process,
    keys.filter((_, i) => written[i]),
  );
}

/** Says that an instance is overdue, unless that was said: the header after it remembers. */
async function sayOverdue(
  process: Process,
  known: MonitoredContracts,
  header: Header,
  now: Date,
  job: string,
  remaining: RemainingTime,
): Promise<Header> {
  if (header.overdueSaid) return header;
  const missing = progressAt(process, header, now)
    .steps.flatMap(({ state, name, participant, deadline }) =>
      state === 'overdue' && deadline ? [{ step: name, participant, deadline }] : [],
    )
    .sort((a, b) => (a.deadline < b.deadline ? -1 : 1));
  const [first] = missing;
  if (!first) return header;
  const { key } = header;
  const said = say(process.overdue, { ...instanceData(process, header), ...first, missing });
  const occasion = { process, key, eventId: null, hops: 0, at: now.toISOString() };
  await keepOwn(known, process, key, await sayOwn(known, job, said, occasion, remaining));
  return { ...header, overdueSaid: now.toISOString() };
}
