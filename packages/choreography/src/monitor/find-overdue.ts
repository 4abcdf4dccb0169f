import type { Process } from '#contracts/define-process.ts';
import type { RemainingTime } from '#jobs/deadline.ts';
import { say } from '#jobs/say.ts';
import { noteChanged } from './change-feed.ts';
import { type Header, progressAt } from './header.ts';
import { changeHeader, deadlineKey } from './header-items.ts';
import { instanceData } from './instance-data.ts';
import { orderIdOf } from './list-orders.ts';
import { upTo } from './lists.ts';
import { keepOwn, sayOwn } from './say-own.ts';
import { INDEXES, shards } from './table.ts';

/** How many orders of a shard are looked at together. */
const AT_ONCE = 25;

/** Time kept back at the end of an invocation, in milliseconds: what is left over is found by the next one. */
const RESERVE = 2000;

/**
 * Finds every order past a deadline, lists it as overdue, and says so once. Returns how many were looked at.
 * @param job who says it, as `participant/job`
 */
export async function findOverdue(
  process: Process,
  processes: readonly Process[],
  job: string,
  remaining: RemainingTime,
): Promise<number> {
  const looked = await Promise.all(
    shards.map(async (shard) => {
      let count = 0;
      const seen = new Set<string>();
      while (remaining.getRemainingTimeInMillis() > RESERVE) {
        const list = { index: INDEXES.byDeadline, partitions: [deadlineKey(process, shard)] };
        const due = await upTo(list, new Date().toISOString(), AT_ONCE);
        // The index lags behind the table: what was dealt with may be found again.
        const orderIds = due.map(orderIdOf).filter((orderId) => !seen.has(orderId));
        if (orderIds.length === 0) break;
        for (const orderId of orderIds) seen.add(orderId);
        await look(process, processes, orderIds, job, remaining);
        count += orderIds.length;
      }
      return count;
    }),
  );
  return looked.reduce((sum, count) => sum + count, 0);
}

async function look(
  process: Process,
  processes: readonly Process[],
  orderIds: readonly string[],
  job: string,
  remaining: RemainingTime,
) {
  // One time for all attempts: an event that is said again is then the same in the monitor, too.
  const now = new Date();
  const written = await Promise.all(
    orderIds.map(async (orderId) => {
      const change = await changeHeader(process, orderId, remaining, (header) =>
        sayOverdue(process, processes, header, now, job, remaining),
      );
      return change.written;
    }),
  );
  await noteChanged(
    process,
    orderIds.filter((_, i) => written[i]),
  );
}

/** Says that an order is overdue, unless that was said: the header after it remembers. */
async function sayOverdue(
  process: Process,
  processes: readonly Process[],
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
  const { orderId } = header;
  const said = say(process.overdue, { ...instanceData(process, header), ...first, missing });
  const occasion = { key: orderId, eventId: null, hops: 0, at: now.toISOString() };
  await keepOwn(orderId, await sayOwn(processes, job, said, occasion, remaining));
  return { ...header, overdueSaid: now.toISOString() };
}
