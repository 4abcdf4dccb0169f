import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { eventbridge } from './aws/eventbridge.ts';
import { backOff, type RemainingTime } from './deadline.ts';
import { environment } from './environment.ts';
import type { EventEntry } from './event-entry.ts';

/** PutEvents takes ten entries at most (EventBridge quotas). */
const MAX_BATCH_ENTRIES = 10;

/**
 * Puts events on the bus. PutEvents answers 200 even when entries failed: those alone are put again, with backoff, within
 * the invocation's remaining time. Throws when some could not be put: the invocation is then retried by Lambda.
 */
export async function publish(entries: readonly EventEntry[], remaining: RemainingTime): Promise<void> {
  const addressed = entries.map((entry) => ({ ...entry, EventBusName: environment('BUS_NAME') }));
  for (let start = 0; start < addressed.length; start += MAX_BATCH_ENTRIES) {
    await putAll(addressed.slice(start, start + MAX_BATCH_ENTRIES), remaining);
  }
}

async function putAll(entries: PutEventsRequestEntry[], remaining: RemainingTime): Promise<void> {
  let left = entries;
  for (let attempt = 1; ; attempt++) {
    const { FailedEntryCount = 0, Entries = [] } = await eventbridge.send('PutEvents', { Entries: left });
    if (FailedEntryCount === 0) return;
    const failed = left.flatMap((entry, i) => (Entries[i]?.ErrorCode ? [{ entry, error: Entries[i] }] : []));
    if (failed.every(({ error }) => !PASSING.has(error.ErrorCode ?? '')) || !(await backOff(attempt, remaining))) {
      const reasons = failed.map(({ entry, error }) =>
        `${entry.DetailType}: ${error.ErrorCode} ${error.ErrorMessage ?? ''}`.trim(),
      );
      throw new Error(
        `EventBridge did not take ${failed.length} of ${entries.length} events after ${attempt} attempts (${reasons.join('; ')}).`,
      );
    }
    left = failed.map(({ entry }) => entry);
  }
}

/** The reasons that pass by themselves (API reference: PutEventsResultEntry); the others need a person first. */
const PASSING = new Set(['ThrottlingException', 'InternalFailure', 'InternalException']);
