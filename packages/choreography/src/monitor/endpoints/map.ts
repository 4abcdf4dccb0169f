import type { RemainingTime } from '#jobs/deadline.ts';
import type { MapAnswer } from '#monitor/api-types.ts';
import { deployedMap } from '#monitor/deployed-map.ts';
import { readStatistics } from '#monitor/statistics/job-statistics.ts';
import { readParameters } from './parameters.ts';

/** `GET /map`: what is deployed, and how often each event was heard. */
export async function map(query: URLSearchParams, now: Date, remaining: RemainingTime): Promise<MapAnswer> {
  readParameters(query, {});
  const [deployed, statistics] = await Promise.all([deployedMap(), readStatistics(now, remaining)]);
  const counts: Record<string, number> = {};
  for (const [event, n] of statistics.flatMap(({ said }) => [...said])) counts[event] = (counts[event] ?? 0) + n;
  return { map: deployed, counts };
}
