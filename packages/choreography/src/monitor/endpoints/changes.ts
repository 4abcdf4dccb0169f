import type { Monitor } from '#contracts/define-monitor.ts';
import type { RemainingTime } from '#jobs/deadline.ts';
import type { ChangesAnswer } from '#monitor/api-types.ts';
import { changedSince } from '#monitor/change-feed.ts';
import { summaryOf } from '#monitor/instances/header.ts';
import { readHeaders } from '#monitor/instances/header-items.ts';
import { BadParameter, Cursor, readParameters, toCursor } from './parameters.ts';

/** `GET /changes?since=` */
export async function changes(
  { processes }: Monitor,
  query: URLSearchParams,
  now: Date,
  remaining: RemainingTime,
): Promise<ChangesAnswer> {
  const { since } = readParameters(query, { since: Cursor });
  const begin = { instances: [], cursor: toCursor(now.toISOString()) ?? '' };
  if (since === undefined) return { ...begin, reset: false };
  if (Number.isNaN(Date.parse(since)))
    throw new BadParameter('since', 'The parameter since must be the cursor of an answer.');
  const changed = await Promise.all(
    processes.map(async (process) => {
      const feed = await changedSince(process, new Date(since), now);
      return feed && { process, ...feed };
    }),
  );
  const complete = changed.filter((feed) => feed !== undefined);
  const [first] = complete;
  if (!first || complete.length < processes.length) return { ...begin, reset: true };
  const instances = await Promise.all(
    complete.map(async ({ process, keys }) =>
      (await readHeaders(process, keys, remaining)).map((header) => summaryOf(process, header, now)),
    ),
  );
  return { instances: instances.flat(), cursor: toCursor(first.next.toISOString()) ?? '', reset: false };
}
