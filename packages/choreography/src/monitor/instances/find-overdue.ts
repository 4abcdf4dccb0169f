import type { Logger } from '@aws-lambda-powertools/logger';
import type { Process } from '#contracts/define-process.ts';
import type { RemainingTime } from '#jobs/deadline.ts';
import { say } from '#jobs/say.ts';
import type { RecordedEvent } from '#monitor/api-types.ts';
import { AT_ONCE, eachAtOnce } from '#monitor/at-once.ts';
import { putEvent } from '#monitor/events/event-items.ts';
import { locationInProcess } from '#monitor/events/event-locations.ts';
import type { MonitoredContracts } from '#monitor/events/recorded-event.ts';
import { noteBatch } from '#monitor/notes/note-items.ts';
import { saying } from '#monitor/statistics/sums.ts';
import { shards } from '#monitor/table.ts';
import { type Change, changeInstances } from './change-instances.ts';
import { progressAt } from './header.ts';
import { instanceData } from './instance-data.ts';
import { type InstanceRecord, withRecorded } from './instance-record.ts';
import { dueByDeadline, keyOf } from './list-instances.ts';
import { pagesUpTo } from './lists.ts';
import { lookByStart } from './look-by-start.ts';
import { ownEvent } from './own-event.ts';

/** How many instances of a shard are looked at together. */
const PAGE = 100;

/** Time kept back at the end of an invocation, in milliseconds: what is left over is found by the next one. */
const RESERVE = 2000;

/** Who looks, and until when. */
export interface Sweeping {
  /** As `participant/job`. */
  readonly job: string;
  readonly remaining: RemainingTime;
  readonly logger: Pick<Logger, 'error'>;
}

/**
 * Finds every instance past a deadline, lists it as overdue, and says so once. What was dealt with leaves the lists, so that
 * the next sweep goes on where this one ends; what could not be dealt with stays in them, and holds up no other. Returns how many were
 * looked at, and how many of them could not be dealt with.
 */
export async function findOverdue(
  process: Process,
  known: MonitoredContracts,
  sweeping: Sweeping,
): Promise<{ looked: number; failed: number }> {
  let [looked, failed] = [0, 0];
  const now = new Date();
  const isOver = () => sweeping.remaining.getRemainingTimeInMillis() < RESERVE;
  const lookAt = async (keys: readonly string[]): Promise<readonly string[]> => {
    looked += keys.length;
    const failedHere = await look(process, known, keys, sweeping);
    failed += failedHere.length;
    return failedHere;
  };
  await Promise.all([
    ...shards.map(async (shard) => {
      for await (const due of pagesUpTo(dueByDeadline(process, shard), now.toISOString(), PAGE)) {
        await lookAt(due.map(keyOf));
        if (isOver()) break;
      }
    }),
    lookByStart(process, now, sweeping.remaining, lookAt, isOver),
  ]);
  return { looked, failed };
}

/** Returns the keys of those that could not be dealt with. */
async function look(
  process: Process,
  known: MonitoredContracts,
  keys: readonly string[],
  sweeping: Sweeping,
): Promise<string[]> {
  // One time for all attempts: an event that is said again is then the same in the monitor, too.
  const now = new Date();
  const instances = [...new Set(keys)].map((key) => ({ process, key }));
  const changes = await changeInstances(instances, sweeping.remaining, (record, { key }) =>
    withOverdue(process, known, record, key, now, sweeping),
  );
  for (const { instance, error } of changes)
    if (error) sweeping.logger.error(`${process.name} ${instance.key} could not be looked at`, error);
  const written = changes.filter((each) => each.written);
  await eachAtOnce(written, AT_ONCE, async ({ instance, change }) => {
    if (change?.overflow) await putEvent(locationInProcess(known, process, instance.key), change.overflow);
  });
  await noteBatch(
    written.map(({ instance }) => instance),
    written.flatMap(({ change }) => (change?.saying ? [saying(change.saying.recorded)] : [])),
    sweeping.remaining,
  );
  return changes.flatMap(({ instance, error }) => (error ? [instance.key] : []));
}

interface OverdueChange extends Change {
  /** What was said, if there is no room for it in the record. */
  readonly overflow?: RecordedEvent;
}

/**
 * Remembers that an instance is overdue, unless it is not, or that was remembered; and what is said of it. An event that would break its
 * contract cannot be said, now or later: that is logged, and the instance counts as said.
 */
function withOverdue(
  process: Process,
  known: MonitoredContracts,
  record: InstanceRecord,
  key: string,
  now: Date,
  { job, logger }: Sweeping,
): OverdueChange {
  const { header } = record;
  if (header.overdueSaid) return { record };
  const missing = progressAt(process, header, now)
    .steps.flatMap(({ state, name, participant, deadline }) =>
      state === 'overdue' && deadline ? [{ step: name, participant, deadline }] : [],
    )
    .sort((a, b) => (a.deadline < b.deadline ? -1 : 1));
  const [first] = missing;
  if (!first) return { record };
  const at = now.toISOString();
  const after = { ...record, header: { ...header, overdueSaid: at } };
  try {
    const said = say(process.overdue, { ...instanceData(process, header), ...first, missing });
    const own = ownEvent(known, job, said, { process, key, eventId: null, hops: 0, at });
    const kept = withRecorded(after, own.recorded);
    return kept ? { record: kept, saying: own } : { record: after, saying: own, overflow: own.recorded };
  } catch (error) {
    logger.error(`${process.overdue.type} of ${key} cannot be said`, error as Error);
    return { record: after };
  }
}
