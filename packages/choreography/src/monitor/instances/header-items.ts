import type { Process } from '#contracts/define-process.ts';
import { dynamodb, taken } from '#jobs/aws/dynamodb.ts';
import type { RemainingTime } from '#jobs/deadline.ts';
import { environment } from '#jobs/environment.ts';
import { keyText, readItems } from '#monitor/read-items.ts';
import { expiry, headerKey, shardOf } from '#monitor/table.ts';
import { isFoundByStart } from './first-look.ts';
import { beganAt, type Header, progressAt } from './header.ts';
import type { InstanceRecord } from './instance-record.ts';
import { type KeptRecord, kept, toRecord } from './kept-record.ts';

/** A header's item in the table, with the keys of the lists that the instance is in. */
export interface HeaderItem extends KeptRecord {
  readonly pk: string;
  readonly sk: string;
  /** Counts the writes: an update succeeds only if the item has not changed since it was read. */
  readonly version: number;
  readonly listKey: string;
  readonly listAt: string;
  readonly partyKey?: string;
  readonly deadlineKey?: string;
  readonly deadlineAt?: string;
  /** When DynamoDB may delete it, in seconds since 1970. */
  readonly expiresAt?: number;
}

/** A header's item at a time. */
export function headerItem(
  process: Process,
  { header, events }: InstanceRecord,
  before: HeaderItem | undefined,
  now: Date,
): HeaderItem {
  const { key, party } = header;
  const { state, startedAt } = progressAt(process, header, now);
  const next = whenToLook(process, header, before?.deadlineAt, now);
  const isFound = state === 'open' && isFoundByStart(process, startedAt, next, now) && before?.deadlineAt === undefined;
  const lookAt = isFound ? undefined : next;
  return {
    ...headerKey(process.name, key),
    ...kept(process, { header, events }),
    version: (before?.version ?? 0) + 1,
    listKey: listKey(process, state === 'open' && !isFound ? WATCHED : state, shardOf(key)),
    listAt: `${beganAt(process, header)}#${key}`,
    ...(party && { partyKey: partyKey(process, party.id) }),
    ...(lookAt && { deadlineKey: deadlineKey(process, shardOf(key)), deadlineAt: lookAt }),
    expiresAt: expiry(now),
  };
}

/** The list of the open instances that the sweep finds by their deadline, if they have one, and not by their start. */
export const WATCHED = 'watched';

export const listKey = (process: Process, state: string, shard: number): string => `${process.name}#${state}#${shard}`;
export const partyKey = (process: Process, party: string): string => `${process.name}#${party}`;
export const deadlineKey = (process: Process, shard: number): string => `${process.name}#${shard}`;

/**
 * When the sweep has to look at the instance: at its deadline, or before. A deadline that moves on is left where it is until
 * the sweep comes by, since a move costs two writes; most instances are completed by then. Undefined when nothing is to come.
 */
function whenToLook(process: Process, header: Header, planned: string | undefined, now: Date): string | undefined {
  const { steps } = progressAt(process, header, now);
  const [next] = steps
    .flatMap(({ at, deadline, state }) =>
      at === null && deadline && !(state === 'overdue' && header.overdueSaid) ? [deadline] : [],
    )
    .sort();
  return planned && next && planned <= next && planned > now.toISOString() ? planned : next;
}

/** Whether time alone has changed the state, or brought the time to look. */
export function isListedWrongly(process: Process, item: HeaderItem, now: Date): boolean {
  const renewed = headerItem(process, toRecord(process, item), item, now);
  return renewed.listKey !== item.listKey || renewed.deadlineAt !== item.deadlineAt;
}

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
): Promise<Map<string, HeaderItem>> {
  const keys = instances.map(({ process, key }) => headerKey(process.name, key));
  const items = (await readItems(keys, remaining, { isConsistent: true })) as unknown as HeaderItem[];
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

/** The headers of some instances, in the order of their ids; those that are not there are left out. */
export async function readHeaders(
  process: Process,
  keys: readonly string[],
  remaining: RemainingTime,
): Promise<Header[]> {
  const items = await readItems(
    keys.map((key) => headerKey(process.name, key)),
    remaining,
  );
  return items.map((item) => toRecord(process, item as unknown as HeaderItem).header);
}
