import { randomUUID } from 'node:crypto';
import { PutCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
import type { Process } from '#contracts/define-process.ts';
import { dynamodb } from '#jobs/aws/dynamodb.ts';
import { environment } from '#jobs/environment.ts';
import { expiry } from './table.ts';

const MINUTE = 60_000;

/** What is older than this is asked for by loading the lists anew, in milliseconds. */
const FEED_RETENTION_MS = 10 * MINUTE;

/** A change is written a moment after its time, and clocks differ: so much of the past is sent again, in milliseconds. */
const OVERLAP = 3000;

/** Above this many changed instances, the client reloads its lists. */
const MAX_CHANGES = 500;

/** Notes that instances changed: one small item for all that changed together. */
export async function noteChanged(process: Process, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  const now = new Date();
  await dynamodb.send(
    new PutCommand({
      TableName: environment('TABLE_NAME'),
      Item: {
        pk: feedKey(process, now.getTime()),
        sk: `${now.toISOString()}#${randomUUID().slice(0, 8)}`,
        keys,
        expiresAt: expiry(now, 1),
      },
    }),
  );
}

const feedKey = (process: Process, time: number): string =>
  `changes#${process.name}#${new Date(time).toISOString().slice(0, 16)}`;

/** The instances that changed since a time, and the time to ask from next. Undefined when they are too many to tell. */
export async function changedSince(
  process: Process,
  since: Date,
  now: Date,
): Promise<{ keys: string[]; next: Date } | undefined> {
  const next = new Date(now.getTime() - OVERLAP);
  if (now.getTime() - since.getTime() > FEED_RETENTION_MS) return undefined;
  const changed = new Set<string>();
  for (let time = Math.floor(since.getTime() / MINUTE) * MINUTE; time <= now.getTime(); time += MINUTE) {
    const pages = paginateQuery(
      { client: dynamodb },
      {
        TableName: environment('TABLE_NAME'),
        KeyConditionExpression: 'pk = :pk AND sk >= :since',
        ExpressionAttributeValues: { ':pk': feedKey(process, time), ':since': since.toISOString() },
        ConsistentRead: true,
      },
    );
    for await (const { Items = [] } of pages) {
      for (const { keys } of Items) for (const key of keys as string[]) changed.add(key);
      if (changed.size > MAX_CHANGES) return undefined;
    }
  }
  return { keys: [...changed], next };
}
