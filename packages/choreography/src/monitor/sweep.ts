import { Logger } from '@aws-lambda-powertools/logger';
import type { Context } from 'aws-lambda';
import type { Monitor } from '#contracts/define-monitor.ts';
import { collectDeadLetters } from './dead-letters/collect-dead-letters.ts';
import { findOverdue } from './instances/find-overdue.ts';
import { stepOfJob } from './instances/step-of-job.ts';

/** The job that finds, each minute, the instances past a deadline, and the dead letters of every job. */
export function sweepJob(monitor: Monitor) {
  const job = `${monitor.name}/sweep`;
  const logger = new Logger({ serviceName: job });
  return async (_event: unknown, context: Context): Promise<void> => {
    // First what other participants may wait to hear.
    for (const process of monitor.processes) {
      const looked = await findOverdue(process, monitor, job, context);
      if (looked > 0) logger.info('looked at instances past a deadline', { process: process.name, looked });
    }
    await collectDeadLetters(monitor, stepOfJob, context);
  };
}
