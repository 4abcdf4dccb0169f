import type { Logger } from '@aws-lambda-powertools/logger';
import { invokeLater } from '#jobs/aws/invoke.ts';
import { environment } from '#jobs/environment.ts';

/** The least time between two requests for the sweep. */
const PAUSE_MS = 1000;

let askedAt = Number.NEGATIVE_INFINITY;

/** The input with which the API invokes the sweep: the sweep then only collects dead letters. */
export interface SweepRequest {
  readonly only: 'dead letters';
}

/**
 * Makes the sweep collect dead letters now, since somebody looks at them: by itself it does so once a minute. It does not wait for the
 * sweep, and only logs an error: the API answers with the letters that are known.
 */
export async function askForSweep(logger: Pick<Logger, 'error'>): Promise<void> {
  // The local runtime can hold the clock of `Date`, but not this one.
  if (performance.now() - askedAt < PAUSE_MS) return;
  askedAt = performance.now();
  const request: SweepRequest = { only: 'dead letters' };
  try {
    await invokeLater(`${environment('BUS_NAME')}_monitor_sweep`, request);
  } catch (error) {
    logger.error('the sweep could not be asked for dead letters', error as Error);
  }
}
