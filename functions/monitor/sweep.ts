import { Logger } from '@aws-lambda-powertools/logger';
import type { Context } from 'aws-lambda';
import { collectDeadLetters } from './collect-dead-letters.ts';
import { findOverdue } from './find-overdue.ts';
import { monitor } from './participant.ts';
import { processes } from './processes.ts';
import { stepOfJob } from './step-of-job.ts';

const job = `${monitor.name}/sweep`;
const logger = new Logger({ serviceName: job });

/** Each minute: finds the orders past a deadline, and the dead letters of every job. */
export async function handler(_event: unknown, context: Context): Promise<void> {
  // First what other participants may wait to hear.
  for (const process of processes) {
    const looked = await findOverdue(process, job, context);
    if (looked > 0) logger.info('looked at orders past a deadline', { process: process.name, looked });
  }
  await collectDeadLetters(processes, stepOfJob, context);
}
