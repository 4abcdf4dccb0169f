import { randomUUID } from 'node:crypto';
import type { Process } from '#contracts/define-process.ts';
import { dynamodb } from '#jobs/aws/dynamodb.ts';
import { backOff, type RemainingTime } from '#jobs/deadline.ts';
import { environment } from '#jobs/environment.ts';
import { compressed, decompressed } from '#monitor/compressed-data.ts';
import { type Count, type JobSums, summed } from '#monitor/statistics/sums.ts';

/** An instance that changed. */
export interface ChangedInstance {
  readonly process: string;
  readonly key: string;
}

/** What one batch of the monitor's work changed and counted. */
export interface Note {
  /** The place of the note in the list of its shard: `TIME#RANDOM`. */
  readonly place: string;
  /** Changed instances, at most {@link MAX_NAMED}. */
  readonly changed: readonly ChangedInstance[];
  /** How many other instances changed. */
  readonly more: number;
  readonly sums: JobSums;
}

/** The notes of one time are spread over so many partition keys: each takes a thousand writes a second. */
const SHARDS = 8;
const shards: readonly number[] = Array.from({ length: SHARDS }, (_, shard) => shard);

/** The time that the notes under one partition key span. */
const BUCKET_MS = 600_000;

/** How long a note is kept: until long after its counts were added to the totals. */
export const NOTE_RETENTION_MS = 3_600_000;

/** The most instances that a note names: a screen shows no more at once. */
const MAX_NAMED = 50;

/** Writes the note of a batch, one small item; none if the batch changed and counted nothing. Retries as long as time remains. */
export async function noteBatch(
  changed: readonly { readonly process: Pick<Process, 'name'>; readonly key: string }[],
  counts: readonly Count[],
  remaining: RemainingTime,
): Promise<void> {
  if (changed.length === 0 && counts.length === 0) return;
  const now = Date.now();
  const named = changed.slice(0, MAX_NAMED).map(({ process, key }) => [process.name, key]);
  const told = { changed: named, more: changed.length - named.length, sums: summed(counts) };
  const Item = {
    pk: partitionAt(now, Math.floor(Math.random() * SHARDS)),
    sk: `${new Date(now).toISOString()}#${randomUUID().slice(0, 8)}`,
    told: compressed(told),
    expiresAt: Math.ceil((now + NOTE_RETENTION_MS) / 1000),
  };
  for (let attempt = 1; ; attempt++) {
    try {
      await dynamodb.send('PutItem', { TableName: environment('TABLE_NAME'), Item });
      return;
    } catch (error) {
      if (!(await backOff(attempt, remaining))) throw error;
    }
  }
}

/** The last millisecond whose notes have the same partition key as those of a time, both in milliseconds since 1970. */
export const endOfBucket = (time: number): number => Math.floor(time / BUCKET_MS) * BUCKET_MS + BUCKET_MS - 1;

const partitionAt = (time: number, shard: number): string =>
  `notes#${new Date(Math.floor(time / BUCKET_MS) * BUCKET_MS).toISOString().slice(0, 16)}#${shard}`;

/** The notes to read. */
export interface NoteRange {
  /** The first and the last millisecond of the range, since 1970. */
  readonly from: number;
  readonly to: number;
  /** The most notes that are read of each partition key. */
  readonly limit: number;
  /** Whether the latest come first, or the earliest. */
  readonly latestFirst: boolean;
}

/** Reads the notes in a range, and whether these are all. */
export async function readNotes(range: NoteRange): Promise<{ notes: Note[]; isAll: boolean }> {
  const parts = await Promise.all(shards.map((shard) => readShard(shard, range)));
  return { notes: parts.flatMap(({ notes }) => notes), isAll: parts.every(({ isAll }) => isAll) };
}

/** Reads the notes of one shard in a range, and whether these are all. */
export async function readShard(shard: number, range: NoteRange): Promise<{ notes: Note[]; isAll: boolean }> {
  const { from, to } = range;
  const partitions: string[] = [];
  for (let time = from; time <= to; time = endOfBucket(time) + 1) partitions.push(partitionAt(time, shard));
  const parts = await Promise.all(partitions.map((partition) => queryNotes(partition, range)));
  return { notes: parts.flatMap(({ notes }) => notes), isAll: parts.every(({ isAll }) => isAll) };
}

/** The shards of the notes, for {@link readShard}. */
export const noteShards = shards;

async function queryNotes(
  partition: string,
  { from, to, limit, latestFirst }: NoteRange,
): Promise<{ notes: Note[]; isAll: boolean }> {
  const notes: Note[] = [];
  let start: Record<string, unknown> | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await dynamodb.send('Query', {
      TableName: environment('TABLE_NAME'),
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
      ExpressionAttributeValues: {
        ':pk': partition,
        ':from': new Date(from).toISOString(),
        ':to': `${new Date(to).toISOString()}~`,
      },
      ConsistentRead: true,
      ScanIndexForward: !latestFirst,
      Limit: limit - notes.length,
      ...(start && { ExclusiveStartKey: start }),
    });
    notes.push(...Items.map(toNote));
    start = LastEvaluatedKey;
  } while (start && notes.length < limit);
  return { notes, isAll: start === undefined };
}

function toNote({ sk, told }: Record<string, unknown>): Note {
  const { changed, more, sums } = decompressed(told as Uint8Array) as {
    changed: [string, string][];
    more: number;
    sums: JobSums;
  };
  return { place: String(sk), changed: changed.map(([process, key]) => ({ process, key })), more, sums };
}
