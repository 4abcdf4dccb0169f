import { dynamodb, taken } from '#jobs/aws/dynamodb.ts';
import type { RemainingTime } from '#jobs/deadline.ts';
import { environment } from '#jobs/environment.ts';
import { compressed, decompressed } from '#monitor/compressed-data.ts';
import { endOfBucket, NOTE_RETENTION_MS, type Note, noteShards, readShard } from '#monitor/notes/note-items.ts';
import { readItems } from '#monitor/read-items.ts';
import { type JobSums, together } from './sums.ts';

/** The sums of one shard's notes up to a time. */
interface Totals {
  readonly sums: JobSums;
  /** The last millisecond whose notes are included, since 1970. */
  readonly until: number;
}

/** A note is in the table so long after its time at the latest: no function that writes notes runs longer. */
const SETTLED_MS = 60_000;

/** The most notes that are added by one write. */
const MAX_NOTES = 2000;

/** The most notes of a shard that an answer adds to the totals: with more, it may lag until the next sweep, a minute at most. */
const MAX_FRESH_NOTES = 250;

/** The sort key of totals: it follows the name of every job. */
export const TOTALS = '~totals';
const totalsKey = (shard: number | '') => ({ pk: `jobs#${shard}`, sk: TOTALS });

/** With more notes of one shard than this, or behind by more time, in milliseconds, all shards are added up, and not one in turn. */
const BUSY_NOTES = 60;
const MAX_BEHIND_MS = 1_200_000;

/**
 * Adds the counts of notes to the totals, each note exactly once: a shard's totals and the time up to which they go are one item. The
 * shards take turns, a minute each, as long as there is little to add: notes are spread over them by chance, so one tells of all. Counts
 * are lost only if nothing adds them for an hour.
 */
export async function addUp(now: Date, remaining: RemainingTime): Promise<void> {
  const to = now.getTime() - SETTLED_MS;
  const inTurn = Math.floor(now.getTime() / 60_000) % noteShards.length;
  const before = (await readTotals([inTurn], remaining)).get(inTurn);
  const added = await addUpShard(inTurn, before, to);
  if (added <= BUSY_NOTES && (before === undefined || to - before.until <= MAX_BEHIND_MS)) return;
  const others = noteShards.filter((shard) => shard !== inTurn);
  const totals = await readTotals(others, remaining);
  await Promise.all(others.map((shard) => addUpShard(shard, totals.get(shard), to)));
}

/** Returns how many notes were added. */
async function addUpShard(shard: number, read: Totals | undefined, to: number): Promise<number> {
  let before = read;
  let count = 0;
  for (let done = before?.until ?? 0; done < to; ) {
    const from = Math.max(done + 1, to - NOTE_RETENTION_MS);
    const last = Math.min(to, endOfBucket(from));
    const { notes, isAll } = await readShard(shard, { from, to: last, limit: MAX_NOTES, latestFirst: false });
    // Others of the last one's millisecond may not have been read.
    const until = isAll ? last : momentOf(notes.at(-1)) - 1;
    done = until;
    const added = notes.filter((note) => momentOf(note) <= until);
    count += added.length;
    const isNothing = added.every((note) => Object.keys(note.sums).length === 0);
    // Spans without notes are written down together, once one of them is over, so that no later sweep reads it again.
    if (isNothing && (until < to || (before && until < endOfBucket(before.until + 1)))) continue;
    const after = { sums: together([before?.sums ?? {}, ...added.map((note) => note.sums)]), until };
    if (!(await writeTotals(shard, before, after))) return count;
    before = after;
  }
  return count;
}

const momentOf = (note: Note | undefined): number => Date.parse(note?.place.slice(0, 24) ?? '');

/** The totals of some shards. */
async function readTotals(of: readonly number[], remaining: RemainingTime): Promise<Map<number, Totals>> {
  const items = await readItems(of.map(totalsKey), remaining, { isConsistent: true });
  return new Map(
    items.map(({ pk, told, upTo }) => [
      Number(String(pk).slice(totalsKey('').pk.length)),
      { sums: decompressed(told as Uint8Array) as JobSums, until: Number(upTo) },
    ]),
  );
}

/** Writes a shard's totals. Returns false, without writing, if another sweep has done so since they were read. */
async function writeTotals(shard: number, before: Totals | undefined, after: Totals): Promise<boolean> {
  return taken(
    dynamodb.send('PutItem', {
      TableName: environment('TABLE_NAME'),
      Item: { ...totalsKey(shard), upTo: after.until, told: compressed(after.sums) },
      ConditionExpression: before ? 'upTo = :before' : 'attribute_not_exists(pk)',
      ...(before && { ExpressionAttributeValues: { ':before': before.until } }),
    }),
  );
}

/** Reads the totals of all shards, and adds the counts of the notes since. */
export async function allSums(now: Date, remaining: RemainingTime): Promise<JobSums> {
  const byShard = await readTotals(noteShards, remaining);
  const parts = await Promise.all(
    noteShards.map(async (shard) => {
      const totals = byShard.get(shard);
      const from = Math.max((totals?.until ?? 0) + 1, now.getTime() - NOTE_RETENTION_MS);
      const to = now.getTime() + SETTLED_MS;
      const { notes } = await readShard(shard, { from, to, limit: MAX_FRESH_NOTES, latestFirst: true });
      return [totals?.sums ?? {}, ...notes.map(({ sums }) => sums)];
    }),
  );
  return together(parts.flat());
}
