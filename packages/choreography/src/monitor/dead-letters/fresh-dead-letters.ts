import type { Logger } from '@aws-lambda-powertools/logger';
import type { Monitor } from '#contracts/define-monitor.ts';
import type { RemainingTime } from '#jobs/deadline.ts';
import { stepOfJob } from '#monitor/instances/step-of-job.ts';
import { collectDeadLetters } from './collect-dead-letters.ts';

/** The age up to which the notes of dead letters count as fresh, in milliseconds. */
const FRESH = 1000;

let collectedAt = Number.NEGATIVE_INFINITY;

/**
 * Updates the notes of dead letters for a request: the sweep does so only once a minute. Notes that are known
 * are answered also if the queues cannot be read.
 */
export async function freshDeadLetters(monitor: Monitor, remaining: RemainingTime, logger: Logger): Promise<void> {
  // The time of the process and not of the clock, which the local runtime can hold.
  if (performance.now() - collectedAt < FRESH) return;
  collectedAt = performance.now();
  try {
    await collectDeadLetters(monitor, stepOfJob, remaining);
  } catch (error) {
    logger.error('the dead-letter queues could not be read', error as Error);
  }
}
