import type { Process } from '#contracts/define-process.ts';
import { dynamodb, taken } from '#jobs/aws/dynamodb.ts';
import type { RemainingTime } from '#jobs/deadline.ts';
import { environment } from '#jobs/environment.ts';
import { keyText, readItems } from '#monitor/read-items.ts';
import { expiry, headerKey } from '#monitor/table.ts';
import type { Header } from './header.ts';
import type { InstanceRecord } from './instance-record.ts';
import { type KeptRecord, kept, toRecord } from './kept-record.ts';
import { type Placement, placementOf } from './placement.ts';

/** A header's item in the table, with the keys of the lists that the instance is in. */
export interface HeaderItem extends KeptRecord, Placement {
  readonly pk: string;
  readonly sk: string;
  /** Counts the writes: an update succeeds only if the item has not changed since it was read. */
  readonly version: number;
  /** When DynamoDB may delete it, in seconds since 1970. */
  readonly expiresAt?: number;
}

/** A header's item at a time. */
export const headerItem = (
  process: Process,
  record: InstanceRecord,
  before: HeaderItem | undefined,
  now: Date,
): HeaderItem => ({
  ...headerKey(process.name, record.header.key),
  ...kept(process, record),
  version: (before?.version ?? 0) + 1,
  ...placementOf(process, record.header, before, now),
  expiresAt: expiry(now),
});

async function readItem(process: Process, key: string): Promise<HeaderItem | undefined> {
  const { Item } = await dynamodb.send('GetItem', {
    TableName: environment('TABLE_NAME'),
    Key: headerKey(process.name, key),
    ConsistentRead: true,
  });
  return Item as HeaderItem | undefined;
}

/** The header items of some instances, by `PROCESS KEY`. */
export async function readHeaderItems(
  instances: readonly { readonly process: Process; readonly key: string }[],
  remaining: RemainingTime,
  { isConsistent = true } = {},
): Promise<Map<string, HeaderItem>> {
  const keys = instances.map(({ process, key }) => headerKey(process.name, key));
  const items = (await readItems(keys, remaining, { isConsistent })) as unknown as HeaderItem[];
  return new Map(items.map((item) => [keyText(item), item]));
}

/** Writes a header's item unless it was changed since it was read. Returns whether it was written. */
export async function putHeaderItem(item: HeaderItem): Promise<boolean> {
  return taken(
    dynamodb.send('PutItem', {
      TableName: environment('TABLE_NAME'),
      Item: item,
      ConditionExpression: 'attribute_not_exists(pk) OR version = :before',
      ExpressionAttributeValues: { ':before': item.version - 1 },
    }),
  );
}

/** What is known of one instance; undefined when nothing of its process was heard. */
export async function readRecord(process: Process, key: string): Promise<InstanceRecord | undefined> {
  const item = await readItem(process, key);
  return item && toRecord(process, item);
}

/** An instance's header, and its place in its lists. */
export interface PlacedHeader {
  readonly header: Header;
  readonly place: string;
}

/** The headers of some instances, in the order of their keys; those that are not there are left out. */
export async function readHeaders(
  process: Process,
  keys: readonly string[],
  remaining: RemainingTime,
): Promise<PlacedHeader[]> {
  const items = await readItems(
    keys.map((key) => headerKey(process.name, key)),
    remaining,
  );
  return (items as unknown as HeaderItem[]).map((item) => ({
    header: toRecord(process, item).header,
    place: item.listAt,
  }));
}
