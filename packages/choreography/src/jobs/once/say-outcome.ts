import type { RemainingTime } from '#jobs/deadline.ts';
import type { EventEntry } from '#jobs/event-entry.ts';
import { publish } from '#jobs/publish/publish.ts';
import { markAsSaid } from './mark-as-said.ts';

/**
 * Says what a job did for a key, if it says anything. Throws what `publish` throws.
 *
 * @param marks whether it is noted that it was taken
 */
export async function sayOutcome(
  job: string,
  key: string,
  outcome: readonly EventEntry[],
  marks: boolean,
  remaining: RemainingTime,
): Promise<void> {
  if (outcome.length === 0) return;
  await publish(outcome, remaining);
  if (marks) await markAsSaid(job, key);
}
