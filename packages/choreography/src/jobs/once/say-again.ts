import type { EventEntry } from '#jobs/event-entry.ts';

/**
 * A stored outcome as a repeated delivery says it again: the same events, with the same ids. Only their hops grow with the
 * chain that brought the delivery: else a rule that leads a job's own event back to it would go round for ever. What a replay
 * brought about is marked, so that it is not archived once more.
 */
export function sayAgain(
  outcome: readonly EventEntry[],
  { hops, replayed = false }: { readonly hops: number; readonly replayed?: boolean },
): EventEntry[] {
  return outcome.map((entry) => {
    const { metadata, ...rest } = JSON.parse(entry.Detail);
    if (metadata.hops >= hops && !replayed) return entry;
    const more = { hops: Math.max(metadata.hops, hops), ...(replayed && { replayed }) };
    return { ...entry, Detail: JSON.stringify({ metadata: { ...metadata, ...more }, ...rest }) };
  });
}
