import type { EventEntry } from '#jobs/event-entry.ts';

/**
 * A stored outcome as a repeated delivery says it again: the same events, with the same ids. Only their hops grow with the
 * chain that brought the delivery: else a rule that leads a job's own event back to it would go round for ever.
 */
export function sayAgain(outcome: readonly EventEntry[], hops: number): EventEntry[] {
  return outcome.map((entry) => {
    const { metadata, ...rest } = JSON.parse(entry.Detail);
    if (metadata.hops >= hops) return entry;
    return { ...entry, Detail: JSON.stringify({ metadata: { ...metadata, hops }, ...rest }) };
  });
}
