import type { Process } from '#contracts/define-process.ts';
import { dynamodb } from '#jobs/aws/dynamodb.ts';
import { environment } from '#jobs/environment.ts';
import { expiry, shards } from '#monitor/table.ts';

/**
 * How far the sweep has looked at instances by their start, by shard: the place of the last one, or a time up to which there are no
 * others. What is found by its start and begins not later was looked at.
 */
export type LookedAt = readonly string[];

const keyOf = ({ name }: Process) => ({ pk: 'sweep', sk: `looked-at#${name}` });

export async function readLookedAt(process: Process): Promise<LookedAt> {
  const Key = keyOf(process);
  const { Item } = await dynamodb.send('GetItem', { TableName: environment('TABLE_NAME'), Key, ConsistentRead: true });
  return shards.map((shard) => String(Item?.places[shard] ?? ''));
}

/** Two sweeps may write at the same time: at the worst the next one looks at some instances again. */
export async function writeLookedAt(process: Process, places: LookedAt): Promise<void> {
  const Item = { ...keyOf(process), places, expiresAt: expiry(new Date()) };
  await dynamodb.send('PutItem', { TableName: environment('TABLE_NAME'), Item });
}
