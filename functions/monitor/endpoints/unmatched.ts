import type { RemainingTime } from '../../job/deadline.ts';
import type { UnmatchedAnswer } from '../answers.ts';
import { eventsOf } from '../define-process.ts';
import { deployedMap, isHeard } from '../deployed-map.ts';
import { readListedEvents } from '../event-items.ts';
import { readStatistics } from '../job-statistics.ts';
import { END, latest } from '../lists.ts';
import { monitor } from '../participant.ts';
import { processes } from '../processes.ts';
import { strayKey } from '../stray-list.ts';
import { INDEXES } from '../table.ts';
import { Cursor, Limit, readParameters, toCursor } from './parameters.ts';

/** How many types are looked through at the most: whoever invents types without end is found by the first ones. */
const MOST_TYPES = 100;

/**
 * `GET /unmatched?limit=&cursor=`: events that no rule of the deployed templates can match but the monitor's own, and that
 * no process expects.
 */
export async function unmatched(query: URLSearchParams, remaining: RemainingTime): Promise<UnmatchedAnswer> {
  const { limit, cursor = END } = readParameters(query, { limit: Limit, cursor: Cursor });
  const list = { index: INDEXES.byList, partitions: (await unheardTypes()).map(strayKey) };
  const entries = await latest(list, { before: cursor, from: '0', limit });
  const { events, cutAt } = await readListedEvents(entries, remaining);
  const next = cutAt ?? (entries.length === limit ? (entries.at(-1)?.place ?? null) : null);
  return { events, cursor: toCursor(next) };
}

async function unheardTypes(): Promise<{ source: string; type: string }[]> {
  const [map, statistics] = await Promise.all([deployedMap(), readStatistics()]);
  const said = new Set(statistics.flatMap((each) => [...each.said.keys()]));
  for (const { source, type } of processes.flatMap(eventsOf)) said.delete(`${source} ${type}`);
  return [...said]
    .map((name) => ({ source: name.slice(0, name.indexOf(' ')), type: name.slice(name.indexOf(' ') + 1) }))
    .filter(({ source, type }) => source !== monitor.source && !isHeard(map, source, type, monitor.name))
    .slice(0, MOST_TYPES);
}
