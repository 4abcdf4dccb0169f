import type { Monitor } from '#contracts/define-monitor.ts';
import type { RemainingTime } from '#jobs/deadline.ts';
import type { ChangesAnswer } from '#monitor/api-types.ts';
import { summaryOf } from '#monitor/instances/header.ts';
import { readHeaders } from '#monitor/instances/header-items.ts';
import { changedSince } from '#monitor/notes/change-feed.ts';
import { BadParameter, Cursor, readParameters, toCursor } from './parameters.ts';

/** `GET /changes?since=` */
export async function changes(
  { processes }: Monitor,
  query: URLSearchParams,
  now: Date,
  remaining: RemainingTime,
): Promise<ChangesAnswer> {
  const { since } = readParameters(query, { since: Cursor });
  const begin = { instances: [], more: 0, cursor: toCursor(now.toISOString()) ?? '' };
  if (since === undefined) return { ...begin, reset: false };
  if (Number.isNaN(Date.parse(since)))
    throw new BadParameter('since', 'The parameter since must be the cursor of an answer.');
  const changed = await changedSince(new Date(since), now);
  if (!changed) return { ...begin, reset: true };
  const instances = await Promise.all(
    processes.map(async (process) => {
      const keys = changed.changed.flatMap((each) => (each.process === process.name ? [each.key] : []));
      return (await readHeaders(process, keys, remaining)).map(({ header }) => summaryOf(process, header, now));
    }),
  );
  return {
    instances: instances.flat(),
    more: changed.more,
    cursor: toCursor(changed.next.toISOString()) ?? '',
    reset: false,
  };
}
