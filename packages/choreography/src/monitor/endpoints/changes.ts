import type { Monitor } from '#contracts/define-monitor.ts';
import type { RemainingTime } from '#jobs/deadline.ts';
import type { ChangesAnswer } from '#monitor/answers.ts';
import { changedSince } from '#monitor/change-feed.ts';
import { summaryOf } from '#monitor/header.ts';
import { readHeaders } from '#monitor/header-items.ts';
import { chosenProcess, processName } from './chosen-process.ts';
import { BadParameter, Cursor, readParameters, toCursor } from './parameters.ts';

/** `GET /changes?since=&process=` */
export async function changes(
  monitor: Monitor,
  query: URLSearchParams,
  now: Date,
  remaining: RemainingTime,
): Promise<ChangesAnswer> {
  const { since, process: name } = readParameters(query, { since: Cursor, process: processName(monitor) });
  const begin = { orders: [], cursor: toCursor(now.toISOString()) ?? '' };
  if (since === undefined) return { ...begin, reset: false };
  if (Number.isNaN(Date.parse(since)))
    throw new BadParameter('since', 'The parameter since must be the cursor of an answer.');
  const process = chosenProcess(monitor, name);
  const changed = await changedSince(process, new Date(since), now);
  if (!changed) return { ...begin, reset: true };
  const headers = await readHeaders(process, changed.orderIds, remaining);
  return {
    orders: headers.map((header) => summaryOf(process, header, now)),
    cursor: toCursor(changed.next.toISOString()) ?? '',
    reset: false,
  };
}
