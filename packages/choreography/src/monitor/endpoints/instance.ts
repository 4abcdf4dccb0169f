import type { Process } from '#contracts/define-process.ts';
import type { InstanceView } from '#monitor/api-types.ts';
import { readFailures } from '#monitor/dead-letters/letter-items.ts';
import { readEvents } from '#monitor/events/event-items.ts';
import { progressAt } from '#monitor/instances/header.ts';
import { readRecord } from '#monitor/instances/header-items.ts';
import { emptyRecord } from '#monitor/instances/instance-record.ts';
import { BadParameter, Cursor, readParameters, toCursor } from './parameters.ts';
import { wordsOf } from './processes.ts';

/** How many events come at once. */
const PAGE = 500;

/** How many failures are listed at most. */
const MAX_FAILURES = 200;

/** `GET /processes/{p}/instances/{key}?cursor=`; undefined when nothing was heard of the instance. */
export async function instance(
  process: Process,
  key: string,
  query: URLSearchParams,
  now: Date,
): Promise<InstanceView | undefined> {
  const { cursor = null } = readParameters(query, { cursor: Cursor });
  if (cursor !== null && !cursor.startsWith('event#'))
    throw new BadParameter('cursor', 'The parameter cursor must be the cursor of an answer.');
  const [known, failures] = await Promise.all([
    readRecord(process, key),
    readFailures(process.name, key, MAX_FAILURES),
  ]);
  const { header, events: inRecord } = known ?? emptyRecord(key);
  const { events, last } = await readEvents(process, key, inRecord, { after: cursor, limit: PAGE });
  if (!known && events.length === 0 && failures.length === 0 && cursor === null) return undefined;
  const { state, startedAt, deadline, steps, missing } = progressAt(process, header, now);
  return {
    process: process.name,
    words: wordsOf(process),
    key,
    party: header.party?.id ?? null,
    state,
    startedAt,
    deadline,
    steps,
    missing,
    events,
    failures,
    cursor: toCursor(last),
  };
}
