import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Process } from '#contracts/define-process.ts';
import { dynamodb } from '#jobs/aws/dynamodb.ts';
import { backOff, type RemainingTime } from '#jobs/deadline.ts';
import { environment } from '#jobs/environment.ts';
import { readItems } from '#monitor/read-items.ts';
import { expiry, headerKey, shardOf } from '#monitor/table.ts';
import { beganAt, emptyHeader, type Header, progressAt } from './header.ts';

/** A header's item in the table, with the keys of the lists that the instance is in. */
export interface HeaderItem extends Partial<Omit<Header, 'seen'>> {
  readonly key: string;
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

/**
 * Changes an instance's header, by as few writes as there can be: none when nothing changes. `change` may run several times,
 * since others change the header too. Returns the header after it, and whether it was written.
 */
export async function changeHeader(
  process: Process,
  key: string,
  remaining: RemainingTime,
  change: (header: Header) => Promise<Header> | Header,
): Promise<{ header: Header; written: boolean }> {
  for (let attempt = 1; ; attempt++) {
    const item = await readItem(process, key);
    const before = item ? toHeader(item) : emptyHeader(key);
    const header = await change(before);
    const now = new Date();
    if (header === before && !(item && isListedWrongly(process, item, now))) return { header, written: false };
    if (await put(headerItem(process, header, item, now))) return { header, written: true };
    if (!(await backOff(attempt, remaining))) {
      throw new Error(`The header of ${key} could not be written in ${attempt} attempts: others kept changing it.`);
    }
  }
}

/** A header's item at a time. */
export function headerItem(process: Process, header: Header, before: HeaderItem | undefined, now: Date): HeaderItem {
  const { key, party } = header;
  const lookAt = whenToLook(process, header, before?.deadlineAt, now);
  return {
    ...headerKey(process.name, key),
    ...kept(header),
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

/** Time alone may have changed the state, or brought the time to look. */
function isListedWrongly(process: Process, item: HeaderItem, now: Date): boolean {
  const { listKey, deadlineAt } = headerItem(process, toHeader(item), item, now);
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

async function put(item: HeaderItem): Promise<boolean> {
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

/** The header of one instance; undefined when nothing of its process was heard. */
export async function readHeader(process: Process, key: string): Promise<Header | undefined> {
  const item = await readItem(process, key);
  return item && toHeader(item);
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
  return items.map((item) => toHeader(item as unknown as HeaderItem));
}

type Sightings = Header['seen'][string];

/** What was seen of one type of event: of nearly every type that is one sighting. */
type KeptSightings = Sightings[number] | Sightings;

/** What says nothing is not kept: a header should fit into the kilobyte of one write unit. */
function kept({ key, seen, ...optional }: Header) {
  const telling = Object.entries(optional).filter(([, value]) => value !== null && Object.keys(value).length > 0);
  const compact = Object.entries(seen).map(([type, each]) => [type, each.length === 1 ? each[0] : each] as const);
  return {
    key,
    seen: Object.fromEntries(compact) as Record<string, KeptSightings>,
    ...(Object.fromEntries(telling) as Partial<Omit<Header, 'seen'>>),
  };
}

function toHeader({ key, party, seen = {}, items, setAside, completedSaid, overdueSaid }: HeaderItem): Header {
  const empty = emptyHeader(key);
  return {
    key,
    party: party ?? empty.party,
    seen: Object.fromEntries(Object.entries(seen).map(([type, each]) => [type, [each].flat()])),
    items: items ?? empty.items,
    setAside: setAside ?? empty.setAside,
    completedSaid: completedSaid ?? null,
    overdueSaid: overdueSaid ?? null,
  };
}
