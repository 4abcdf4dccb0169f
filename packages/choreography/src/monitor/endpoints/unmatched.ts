import type { Monitor } from '#contracts/define-monitor.ts';
import { eventsOfProcess } from '#contracts/define-process.ts';
import type { RemainingTime } from '#jobs/deadline.ts';
import type { UnmatchedAnswer } from '#monitor/api-types.ts';
import { deployedMap, isHeard } from '#monitor/deployed-map.ts';
import { readListedEvents } from '#monitor/events/event-items.ts';
import { LAST_SORT_KEY, latest } from '#monitor/instances/lists.ts';
import { strayKey } from '#monitor/instances/stray-list.ts';
import { readStatistics } from '#monitor/statistics/job-statistics.ts';
import { INDEXES } from '#monitor/table.ts';
import { Cursor, Limit, readParameters, toCursor } from './parameters.ts';

/** How many types are searched at most: if a producer invents types without end, the first ones show it. */
const MAX_TYPES = 100;

/**
 * `GET /unmatched?limit=&cursor=`: events that no rule of the deployed templates can match but the monitor's own, and that
 * no process expects.
 */
export async function unmatched(
  monitor: Monitor,
  query: URLSearchParams,
  now: Date,
  remaining: RemainingTime,
): Promise<UnmatchedAnswer> {
  const { limit, cursor = LAST_SORT_KEY } = readParameters(query, { limit: Limit, cursor: Cursor });
  const list = { index: INDEXES.byList, partitions: (await unheardTypes(monitor, now, remaining)).map(strayKey) };
  const entries = await latest([list], { before: cursor, from: '0', limit });
  const { events, cutAt } = await readListedEvents(entries, remaining);
  const next = cutAt ?? (entries.length === limit ? (entries.at(-1)?.place ?? null) : null);
  return { events, cursor: toCursor(next) };
}

async function unheardTypes(
  monitor: Monitor,
  now: Date,
  remaining: RemainingTime,
): Promise<{ source: string; type: string }[]> {
  const [map, statistics] = await Promise.all([deployedMap(), readStatistics(now, remaining)]);
  const said = new Set(statistics.flatMap((each) => [...each.said.keys()]));
  for (const { source, type } of monitor.processes.flatMap(eventsOfProcess)) said.delete(`${source} ${type}`);
  return [...said]
    .map((name) => ({ source: name.slice(0, name.indexOf(' ')), type: name.slice(name.indexOf(' ') + 1) }))
    .filter(({ source, type }) => source !== monitor.source && !isHeard(map, source, type, monitor.name))
    .slice(0, MAX_TYPES);
}
