import { paginateQuery, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { groupBy } from '#graph/group-by.ts';
import { dynamodb } from '#jobs/aws/dynamodb.ts';
import { environment } from '#jobs/environment.ts';
import type { RecordedEvent } from './api-types.ts';
import { bucketOf } from './histogram.ts';
import { SHARDS, shards } from './table.ts';

/** What was heard of one job, by a count that can be added to another. */
export interface JobStatistics {
  /** `participant/job`, or the participant alone outside the project. */
  readonly job: string;
  /** How often it said each event, by `SOURCE TYPE`. */
  readonly said: ReadonlyMap<string, number>;
  /** The events that it ever set aside. */
  readonly failed: number;
  /** From an event to what the job said about it: a {@link Histogram} in milliseconds. */
  readonly took: ReadonlyMap<number, number>;
  readonly lastSeen: string | null;
}

/** One thing to count. */
export interface Count {
  readonly job: string;
  readonly said?: string;
  readonly failed?: number;
  readonly milliseconds?: number;
  readonly at?: string;
}

/** That a job said an event. */
export const saying = ({ participant, job, source, type, at }: RecordedEvent): Count => ({
  job: job ? `${participant}/${job}` : participant,
  said: `${source} ${type}`,
  at,
});

/** Counts: one write a job, however much there is. A crash between event and count loses the count, never more. */
export async function count(counts: readonly Count[]): Promise<void> {
  const byJob = groupBy(counts, ({ job }) => job);
  await Promise.all([...byJob].map(([job, ofJob]) => add(job, ofJob)));
}

async function add(job: string, counts: readonly Count[]): Promise<void> {
  const sums = new Map<string, number>();
  const sum = (name: string, by: number) => sums.set(name, (sums.get(name) ?? 0) + by);
  for (const { said, failed, milliseconds } of counts) {
    if (said !== undefined) sum(`said:${said}`, 1);
    if (failed) sum('failed', failed);
    if (milliseconds !== undefined) sum(`took:${bucketOf(milliseconds)}`, 1);
  }
  const lastSeen = counts
    .flatMap(({ at }) => at ?? [])
    .sort()
    .at(-1);
  const names = [...sums.keys()];
  await dynamodb.send(
    new UpdateCommand({
      TableName: environment('TABLE_NAME'),
      Key: { pk: `jobs#${Math.floor(Math.random() * SHARDS)}`, sk: job },
      UpdateExpression: [
        ...(lastSeen ? ['SET lastSeen = :lastSeen'] : []),
        ...(names.length > 0 ? [`ADD ${names.map((_, i) => `#${i} :${i}`).join(', ')}`] : []),
      ].join(' '),
      ...(names.length > 0 && {
        ExpressionAttributeNames: Object.fromEntries(names.map((name, i) => [`#${i}`, name])),
      }),
      ExpressionAttributeValues: {
        ...(lastSeen && { ':lastSeen': lastSeen }),
        ...Object.fromEntries(names.map((name, i) => [`:${i}`, sums.get(name)])),
      },
    }),
  );
}

/** What was heard of every job so far. */
export async function readStatistics(): Promise<JobStatistics[]> {
  const items = (await Promise.all(shards.map(readShard))).flat();
  return [...groupBy(items, ({ sk }) => String(sk))].map(([job, parts]) => ({
    job,
    said: summed(parts, 'said:'),
    failed: parts.reduce((sum, { failed }) => sum + Number(failed ?? 0), 0),
    took: new Map([...summed(parts, 'took:')].map(([bucket, n]) => [Number(bucket), n])),
    lastSeen:
      parts
        .flatMap(({ lastSeen }) => (lastSeen ? [String(lastSeen)] : []))
        .sort()
        .at(-1) ?? null,
  }));
}

async function readShard(shard: number): Promise<Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  const pages = paginateQuery(
    { client: dynamodb },
    {
      TableName: environment('TABLE_NAME'),
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': `jobs#${shard}` },
    },
  );
  for await (const { Items = [] } of pages) items.push(...Items);
  return items;
}

function summed(parts: readonly Record<string, unknown>[], prefix: string): Map<string, number> {
  const sums = new Map<string, number>();
  for (const [name, value] of parts.flatMap((part) => Object.entries(part))) {
    if (!name.startsWith(prefix)) continue;
    const key = name.slice(prefix.length);
    sums.set(key, (sums.get(key) ?? 0) + Number(value));
  }
  return sums;
}
