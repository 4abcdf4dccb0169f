import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Process } from '#contracts/define-process.ts';
import { dynamodb } from '#jobs/aws/dynamodb.ts';
import type { RemainingTime } from '#jobs/deadline.ts';
import { environment } from '#jobs/environment.ts';
import type { RecordedEvent } from '#monitor/api-types.ts';
import { compressed, decompressed } from '#monitor/compressed-data.ts';
import { keyText, readItems } from '#monitor/read-items.ts';
import { expiry, headerKey, shardOf } from '#monitor/table.ts';
import { beganAt, emptyHeader, type Header, progressAt } from './header.ts';
import type { InstanceRecord } from './instance-record.ts';

/** A header's item in the table, with the keys of the lists that the instance is in. */
export interface HeaderItem extends Partial<Omit<Header, 'seen'>> {
  readonly key: string;
  /** What was seen and the first events, deflated together: most of the one is in the other. */
  readonly told?: Uint8Array;
  /** What was seen, in an item of an earlier version, which has no events. */
  readonly seen?: Readonly<Record<string, KeptSightings>>;
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
  const lookAt = whenToLook(process, header, before?.deadlineAt, now);
  return {
    ...headerKey(process.name, key),
    ...kept(header, events),
    version: (before?.version ?? 0) + 1,
    listKey: listKey(process, progressAt(process, header, now).state, shardOf(key)),
    listAt: `${beganAt(process, header)}#${key}`,
    ...(party && { partyKey: partyKey(process, party.id) }),
    ...(lookAt && { deadlineKey: deadlineKey(process, shardOf(key)), deadlineAt: lookAt }),
    expiresAt: expiry(now),
  };
}

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
  const { listKey, deadlineAt } = headerItem(process, toRecord(item), item, now);
  return listKey !== item.listKey || deadlineAt !== item.deadlineAt;
}

async function readItem(process: Process, key: string): Promise<HeaderItem | undefined> {
  const { Item } = await dynamodb.send(
    new GetCommand({
      TableName: environment('TABLE_NAME'),
      Key: headerKey(process.name, key),
      ConsistentRead: true,
    }),
  );
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
  try {
    await dynamodb.send(
      new PutCommand({
        TableName: environment('TABLE_NAME'),
        Item: item,
        ConditionExpression: 'attribute_not_exists(pk) OR version = :before',
        ExpressionAttributeValues: { ':before': item.version - 1 },
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

/** What is known of one instance; undefined when nothing of its process was heard. */
export async function readRecord(process: Process, key: string): Promise<InstanceRecord | undefined> {
  const item = await readItem(process, key);
  return item && toRecord(item);
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
  return items.map((item) => toRecord(item as unknown as HeaderItem).header);
}

type Sightings = Header['seen'][string];

/** What was seen of one type of event: of nearly every type that is one sighting. */
type KeptSightings = Sightings[number] | Sightings;

/** What an item has deflated. */
interface Told {
  readonly seen: Readonly<Record<string, KeptSightings>>;
  readonly events: readonly RecordedEvent[];
}

/** What says nothing is not kept: a header with its first event should fit into the kilobyte of one write unit. */
function kept({ key, seen, ...optional }: Header, events: readonly RecordedEvent[]) {
  const telling = Object.entries(optional).filter(([, value]) => value !== null && Object.keys(value).length > 0);
  const compact = Object.entries(seen).map(([type, each]) => [type, each.length === 1 ? each[0] : each] as const);
  const told: Told = { events, seen: Object.fromEntries(compact) as Told['seen'] };
  return {
    key,
    told: compressed(told),
    ...(Object.fromEntries(telling) as Partial<Omit<Header, 'seen'>>),
  };
}

/** Reads an item, also one of an earlier version. */
export function toRecord(item: HeaderItem): InstanceRecord {
  const { key, party, items, setAside, completedSaid, overdueSaid } = item;
  const { seen, events } = item.told ? (decompressed(item.told) as Told) : { seen: item.seen ?? {}, events: [] };
  const empty = emptyHeader(key);
  return {
    events,
    header: {
      key,
      party: party ?? empty.party,
      seen: Object.fromEntries(Object.entries(seen).map(([type, each]) => [type, [each].flat()])),
      items: items ?? empty.items,
      setAside: setAside ?? empty.setAside,
      completedSaid: completedSaid ?? null,
      overdueSaid: overdueSaid ?? null,
    },
  };
}
