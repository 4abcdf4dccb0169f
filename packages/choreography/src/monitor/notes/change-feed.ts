import { type ChangedInstance, readNotes } from './note-items.ts';

/** What is older than this is asked for by loading the lists anew, in milliseconds. */
const FEED_RETENTION_MS = 600_000;

/** A change is written a moment after its time, and clocks differ: so much of the past is sent again, in milliseconds. */
const OVERLAP_MS = 3000;

/** The most notes that are read of one partition key, and the most instances that are told at once: more are told by their number. */
const MAX_NOTES = 10;
const MAX_CHANGED = 200;

/** What changed since a time. */
export interface Changes {
  /** The latest of those that changed, each once. */
  readonly changed: readonly ChangedInstance[];
  /** How many others changed, at least; zero when these are all. */
  readonly more: number;
  /** The time to ask from next. */
  readonly next: Date;
}

/** The instances that changed since a time: all of them, or a sample when they are too many to tell. Undefined when that is too long ago. */
export async function changedSince(since: Date, now: Date): Promise<Changes | undefined> {
  const [from, to] = [since.getTime(), now.getTime()];
  if (to - from > FEED_RETENTION_MS) return undefined;
  // Clocks differ: what was written by one that is ahead is told at once.
  const { notes, isAll } = await readNotes({ from, to: to + OVERLAP_MS, most: MAX_NOTES, latestFirst: true });
  const latest = notes.sort((a, b) => (a.place > b.place ? -1 : 1)).flatMap(({ changed }) => changed);
  const each = [...new Map(latest.map((one) => [`${one.process} ${one.key}`, one])).values()];
  const unnamed = notes.reduce((sum, { more }) => sum + more, 0);
  return {
    changed: each.slice(0, MAX_CHANGED),
    more: Math.max(0, each.length - MAX_CHANGED) + unnamed + (isAll ? 0 : 1),
    next: new Date(to - OVERLAP_MS),
  };
}
