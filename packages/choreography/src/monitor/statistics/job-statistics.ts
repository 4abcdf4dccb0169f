import { queryPages } from '#jobs/aws/dynamodb.ts';
import type { RemainingTime } from '#jobs/deadline.ts';
import { environment } from '#jobs/environment.ts';
import { type JobSums, together } from './sums.ts';
import { allSums, TOTALS } from './totals.ts';

/** The counts of one job, which can be added to others. */
export interface JobStatistics {
  /** `participant/job`, or the participant alone outside the project. */
  readonly job: string;
  /** How often it said each event, by `SOURCE TYPE`. */
  readonly said: ReadonlyMap<string, number>;
  /** How many events it ever set aside. */
  readonly failed: number;
  /** The durations from an event to the job's own event about it: a {@link Histogram} in milliseconds. */
  readonly took: ReadonlyMap<number, number>;
  /** The time of its last event (ISO 8601); null if it said none. */
  readonly lastSeen: string | null;
}

/** Reads the counts of every job until now. */
export async function readStatistics(now: Date, remaining: RemainingTime): Promise<JobStatistics[]> {
  const [sums, before] = await Promise.all([allSums(now, remaining), sumsOfEarlierVersions()]);
  return Object.entries(together([sums, ...before])).map(([job, { said = {}, failed = 0, took = {}, lastSeen }]) => ({
    job,
    said: new Map(Object.entries(said)),
    failed,
    took: new Map(Object.entries(took).map(([bucket, n]) => [Number(bucket), n])),
    lastSeen: lastSeen ?? null,
  }));
}

/** Earlier versions of the monitor spread an item for each job over so many partitions. */
const EARLIER_SHARDS = 4;

/** Reads the counts of earlier versions, which had no notes: their items never expire. */
async function sumsOfEarlierVersions(): Promise<JobSums[]> {
  const items = await Promise.all(Array.from({ length: EARLIER_SHARDS }, (_, shard) => readItemsOf(shard)));
  return items.flat().map(({ sk, failed, lastSeen, ...counts }) => ({
    [String(sk)]: {
      said: withPrefix(counts, 'said:'),
      took: withPrefix(counts, 'took:'),
      ...(failed !== undefined && { failed: Number(failed) }),
      ...(lastSeen !== undefined && { lastSeen: String(lastSeen) }),
    },
  }));
}

async function readItemsOf(shard: number): Promise<Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  const pages = queryPages({
    TableName: environment('TABLE_NAME'),
    KeyConditionExpression: 'pk = :pk AND sk < :totals',
    ExpressionAttributeValues: { ':pk': `jobs#${shard}`, ':totals': TOTALS },
  });
  for await (const { Items = [] } of pages) items.push(...Items);
  return items;
}

const withPrefix = (counts: Readonly<Record<string, unknown>>, prefix: string): Record<string, number> =>
  Object.fromEntries(
    Object.entries(counts).flatMap(([name, n]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), Number(n)]] : [],
    ),
  );
