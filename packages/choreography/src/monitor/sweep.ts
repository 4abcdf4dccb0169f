import type { Context } from 'aws-lambda';
import type { Monitor } from '#contracts/define-monitor.ts';
import { jobLogger } from '#jobs/log/job-logger.ts';
import type { SweepRequest } from './dead-letters/ask-for-sweep.ts';
import { collectDeadLetters } from './dead-letters/collect-dead-letters.ts';
import { findOverdue } from './instances/find-overdue.ts';
import { stepOfJob } from './instances/step-of-job.ts';
import { addUp } from './statistics/totals.ts';

/** How many dead letters of a queue are read at the most: the next sweep goes on with others. */
const MAX_EACH_MINUTE = 20_000;
const MAX_WHEN_ASKED = 1000;

/**
 * A queue that is empty is looked at for notes of letters that are gone once in so many minutes, the queues in turns: who asks the API
 * has all of them looked at.
 */
const TURNS = 5;

/**
 * The job that finds, each minute, the instances past a deadline and the dead letters of every job, and adds up what was counted. None of
 * these holds up another: what failed is tried again by the next sweep, and the invocation fails in the end, so that it is seen.
 */
export function sweepJob(monitor: Monitor) {
  const job = `${monitor.name}/sweep`;
  const logger = jobLogger(job);
  return async (event: Partial<SweepRequest>, remaining: Context): Promise<void> => {
    const sweeping = { job, remaining, logger };
    const failures: unknown[] = [];
    const attempt = (work: () => Promise<void>) => work().catch((error) => void failures.push(error));
    if (event.only === 'dead letters') return collectDeadLetters(monitor, stepOfJob, sweeping, MAX_WHEN_ASKED);
    // First what other participants may wait to hear.
    for (const process of monitor.processes)
      await attempt(async () => {
        const { looked, failed } = await findOverdue(process, monitor, sweeping);
        if (looked > 0) logger.info('looked at instances past a deadline', { process: process.name, looked, failed });
      });
    const isInTurn = (place: number) => (Math.floor(Date.now() / 60_000) + place) % TURNS === 0;
    await attempt(() => collectDeadLetters(monitor, stepOfJob, sweeping, MAX_EACH_MINUTE, isInTurn));
    await attempt(() => addUp(new Date(), remaining));
    if (failures.length > 0) throw new AggregateError(failures, 'The sweep could not do everything.');
  };
}
