import { groupBy } from '#graph/group-by.ts';
import type { RemainingTime } from '#jobs/deadline.ts';
import type { JobHealth, ParticipantsAnswer } from '#monitor/api-types.ts';
import { notesOf } from '#monitor/dead-letters/letter-items.ts';
import { deployedMap } from '#monitor/deployed-map.ts';
import { quantile } from '#monitor/statistics/histogram.ts';
import { type JobStatistics, readStatistics } from '#monitor/statistics/job-statistics.ts';
import { readParameters } from './parameters.ts';

/** The job's name for a participant outside the project, whose jobs are unknown. */
const OUTSIDE = 'outside';

/** `GET /participants`: every job that was heard, and every one that is deployed. */
export async function participants(
  query: URLSearchParams,
  now: Date,
  remaining: RemainingTime,
): Promise<ParticipantsAnswer> {
  readParameters(query, {});
  const [statistics, { functions, producers }] = await Promise.all([readStatistics(now, remaining), deployedMap()]);
  const jobs = functions.filter(({ declared }) => declared).map(({ participant, job }) => `${participant}/${job}`);
  const heard = new Map(statistics.map((each) => [each.job, each]));
  const speaking = new Set([
    ...producers.map(({ participant, job }) => `${participant}/${job}`),
    ...statistics.filter(({ said }) => said.size > 0).map(({ job }) => job),
  ]);
  const names = [...new Set([...jobs, ...heard.keys()])].sort();
  const byParticipant = groupBy(names, (name) => name.split('/')[0] ?? '');
  return {
    participants: await Promise.all(
      [...byParticipant].map(async ([participant, ofIt]) => ({
        participant,
        jobs: await Promise.all(ofIt.map((name) => healthOf(name, speaking.has(name), heard.get(name)))),
      })),
    ),
  };
}

async function healthOf(name: string, speaks: boolean, heard: JobStatistics | undefined): Promise<JobHealth> {
  const [participant = '', job = OUTSIDE] = name.split('/');
  const { said = new Map(), failed = 0, took = new Map(), lastSeen = null } = heard ?? {};
  return {
    job,
    speaks,
    handled: [...said.values()].reduce((sum, n) => sum + n, 0),
    failed,
    // One letter is noted at each instance that its event belongs to.
    deadLetters: new Set((await notesOf(participant, job)).map(({ sk }) => sk)).size,
    p50: quantile(took, 0.5),
    p95: quantile(took, 0.95),
    lastSeen,
  };
}
