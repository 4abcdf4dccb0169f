import type { RemainingTime } from '#jobs/deadline.ts';
import type { EventEntry } from '#jobs/event-entry.ts';
import { type NotTaken, putEntries } from './put-entries.ts';
import { togetherIn } from './put-together.ts';

/**
 * Puts events on the bus: if the invocation handles several events at a time, together with what the others say. Throws when some could
 * not be put: the invocation, or the message, is then tried again.
 */
export async function publish(entries: readonly EventEntry[], remaining: RemainingTime): Promise<void> {
  if (entries.length === 0) return;
  const notTaken = await (togetherIn(remaining)?.put(entries) ?? putEntries(entries, remaining));
  if (notTaken.length > 0) throw new Error(describe(notTaken, entries.length));
}

function describe(notTaken: readonly NotTaken[], all: number): string {
  const reasons = notTaken.map(({ entry, reason }) => `${entry.DetailType}: ${reason}`).join('; ');
  const attempts = Math.max(...notTaken.map((each) => each.attempts));
  return `EventBridge did not take ${notTaken.length} of ${all} events after ${attempts} attempts (${reasons}).`;
}
