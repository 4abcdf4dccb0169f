import type { Clock } from '#local/runtime/clock.ts';

/** Why a target did not take an event, as EventBridge names it in a dead-letter queue (user guide: "Using dead-letter queues"). */
export class DeliveryError extends Error {
  constructor(
    readonly code: string,
    message: string,
    /** Whether trying again can help. */
    readonly passing = false,
    /** How long to wait at least before that, in seconds. */
    readonly retryAfter = 0,
  ) {
    super(message);
  }
}

export interface RetryPolicy {
  readonly MaximumRetryAttempts?: number;
  readonly MaximumEventAgeInSeconds?: number;
}

/** What is left to say when a target took nothing. */
export interface FailedDelivery {
  readonly error: DeliveryError;
  readonly retries: number;
  /** Which limit of the retry policy was reached; undefined when trying again could not help. */
  readonly exhausted: 'MaximumRetryAttempts' | 'MaximumEventAgeInSeconds' | undefined;
}

/** The longest pause between two attempts, in seconds. */
const MAX_PAUSE = 600;

/**
 * Hands something to a target, and again by its retry policy, on the clock, with pauses that double. Resolves to what was given
 * up, undefined when it was taken. Throws what is no DeliveryError.
 */
export async function retried(
  hand: () => Promise<void>,
  { MaximumRetryAttempts = 185, MaximumEventAgeInSeconds = 86_400 }: RetryPolicy,
  clock: Pick<Clock, 'wait'>,
): Promise<FailedDelivery | undefined> {
  let waited = 0;
  for (let retries = 0; ; retries++) {
    try {
      await hand();
      return undefined;
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error;
      if (!error.passing) return { error, retries, exhausted: undefined };
      const pause = Math.max(Math.min(MAX_PAUSE, 2 ** retries), error.retryAfter);
      if (retries >= MaximumRetryAttempts) return { error, retries, exhausted: 'MaximumRetryAttempts' };
      if (waited + pause > MaximumEventAgeInSeconds) return { error, retries, exhausted: 'MaximumEventAgeInSeconds' };
      waited += pause;
      await clock.wait(pause * 1000);
    }
  }
}
