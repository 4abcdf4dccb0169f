import { type ChangedInstance, readNotes } from './note-items.ts';

/** Changes are available for so long. A client that asks for older ones must reload its lists. */
const FEED_RETENTION_MS = 600_000;

/** Answers overlap by so much, since a change is written a moment after its time, and clocks differ. */
const OVERLAP_MS = 3000;

/** The most notes that are read of one partition key, and the most instances of an answer: beyond these, only a number is given. */
const MAX_NOTES = 10;
const MAX_CHANGED = 200;

/** The instances that changed since a time. */
export interface Changes {
  /** The instances that changed last, each once. */
  readonly changed: readonly ChangedInstance[];
  /** How many others changed at least; zero if these are all. */
  readonly more: number;
  /** The time `since` of the next request. */
  readonly next: Date;
}

/** Reads the instances that changed since a time: all, or only the last if they are too many. Undefined if `since` is too long ago. */
export async function changedSince(since: Date, now: Date): Promise<Changes | undefined> {
  const [from, to] = [since.getTime(), now.getTime()];
  if (to - from > FEED_RETENTION_MS) return undefined;
  // A note that was written by a clock which is ahead is read, too.
  const { notes, isAll } = await readNotes({ from, to: to + OVERLAP_MS, limit: MAX_NOTES, latestFirst: true });
  const latest = notes.sort((a, b) => (a.place > b.place ? -1 : 1)).flatMap(({ changed }) => changed);
  const each = [...new Map(latest.map((one) => [`${one.process} ${one.key}`, one])).values()];
  const unnamed = notes.reduce((sum, { more }) => sum + more, 0);
  return {
    changed: each.slice(0, MAX_CHANGED),
    more: Math.max(0, each.length - MAX_CHANGED) + unnamed + (isAll ? 0 : 1),
    next: new Date(to - OVERLAP_MS),
  };
}
