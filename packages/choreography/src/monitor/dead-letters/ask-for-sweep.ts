import type { Logger } from '@aws-lambda-powertools/logger';
import { invokeLater } from '#jobs/aws/invoke.ts';
import { environment } from '#jobs/environment.ts';

/** How often the sweep is asked for at most, in milliseconds. */
const PAUSE_MS = 1000;

let askedAt = Number.NEGATIVE_INFINITY;

/** What the sweep is called with by the API: it then collects dead letters, and nothing else. */
export interface SweepRequest {
  readonly only: 'dead letters';
}

/**
 * Asks the sweep for the dead letters, which it collects once a minute by itself: somebody looks. No request waits for it; what is known
 * is answered, also if the sweep cannot be asked.
 */
export async function askForSweep(logger: Pick<Logger, 'error'>): Promise<void> {
  // The time of the process and not of the clock, which the local runtime can hold.
  if (performance.now() - askedAt < PAUSE_MS) return;
  askedAt = performance.now();
  const request: SweepRequest = { only: 'dead letters' };
  try {
    await invokeLater(`${environment('BUS_NAME')}_monitor_sweep`, request);
  } catch (error) {
    logger.error('the sweep could not be asked for dead letters', error as Error);
  }
}
