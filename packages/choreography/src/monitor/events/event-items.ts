import type { Process } from '#contracts/define-process.ts';
import { dynamodb, taken } from '#jobs/aws/dynamodb.ts';
import type { RemainingTime } from '#jobs/deadline.ts';
import { environment } from '#jobs/environment.ts';
import { takeWithinAnswerLimit } from '#monitor/answer-limit.ts';
import type { RecordedEvent, UnmatchedEvent } from '#monitor/api-types.ts';
import { compressed, decompressed } from '#monitor/compressed-data.ts';
import { readItems } from '#monitor/read-items.ts';
import { expiry, partitionOf } from '#monitor/table.ts';
import type { ItemLocation } from './event-locations.ts';
import { placeOf } from './event-place.ts';

/** An event as it is kept. */
interface EventItem extends Omit<RecordedEvent, 'data'> {
  readonly data: Uint8Array;
}

/** Keeps an event, once for its time and id. Returns whether it is new. */
export async function putEvent({ key, of, process, listKey }: ItemLocation, event: RecordedEvent): Promise<boolean> {
  return taken(
    dynamodb.send('PutItem', {
      TableName: environment('TABLE_NAME'),
      Item: {
        ...eventKey(key, event, process),
        ...event,
        data: compressed(event.data),
        expiresAt: expiry(new Date()),
        ...(of && { of }),
        ...(listKey !== undefined && { listKey, listAt: placeOf(event) }),
      },
      ConditionExpression: 'attribute_not_exists(pk)',
    }),
  );
}

const eventKey = (key: string | null, event: RecordedEvent, process: string | undefined) => ({
  pk: key === null ? `stray#${event.type}` : partitionOf(key),
  sk: `event#${placeOf(event)}${process === undefined ? '' : `#${process}`}`,
});

/**
 * The events of an instance after a sort key, oldest first, and that of the last one: null when there are no more. At most as many as
 * fit into an answer.
 *
 * @param inRecord those that the instance's record has
 */
export async function readEvents(
  { name }: Pick<Process, 'name'>,
  key: string,
  inRecord: readonly RecordedEvent[],
  { after, limit }: { readonly after: string | null; readonly limit: number },
): Promise<{ events: RecordedEvent[]; last: string | null }> {
  const { items, isAll } = await queryEvents(name, partitionOf(key), after, limit);
  const upTo = isAll ? null : String(items.at(-1)?.sk);
  const recorded = inRecord
    .map((event): FoundEvent => ({ ...{ sk: `event#${placeOf(event)}`, place: placeOf(event) }, read: () => event }))
    .filter(({ sk }) => (after === null || sk > after) && (upTo === null || sk <= upTo));
  const found = [...recorded, ...items.map(foundIn)].sort((a, b) => (a.sk < b.sk ? -1 : 1));
  // An earlier version kept each event as an item of its own.
  const each = found.filter(({ place }, i) => place !== found[i - 1]?.place);
  const events = takeWithinAnswerLimit(each.slice(0, limit), ({ read }) => read());
  const last = events.length < each.length ? each[events.length - 1]?.sk : upTo;
  return { events, last: last ?? null };
}

/** An event that was found, and its sort key. */
interface FoundEvent {
  readonly sk: string;
  readonly place: string;
  readonly read: () => RecordedEvent;
}

const foundIn = (item: Record<string, unknown>): FoundEvent => ({
  sk: String(item.sk),
  place: placeOf(item as unknown as RecordedEvent),
  read: () => toEvent(item),
});

/** Items of events after a sort key: a page of them, and whether these are all. */
async function queryEvents(
  process: string,
  pk: string,
  after: string | null,
  limit: number,
): Promise<{ items: Record<string, unknown>[]; isAll: boolean }> {
  const items: Record<string, unknown>[] = [];
  let start = after === null ? undefined : { pk, sk: after };
  do {
    const { Items = [], LastEvaluatedKey } = await dynamodb.send('Query', {
      TableName: environment('TABLE_NAME'),
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
      // Another process may have an instance of the same key.
      FilterExpression: 'attribute_not_exists(#of) OR contains(#of, :process)',
      ExpressionAttributeNames: { '#of': 'of' },
      ExpressionAttributeValues: { ':pk': pk, ':first': 'event#', ':last': 'event$', ':process': process },
      ConsistentRead: true,
      Limit: limit,
      ...(start && { ExclusiveStartKey: start }),
    });
    items.push(...Items);
    start = LastEvaluatedKey as typeof start;
  } while (start && items.length === 0);
  return { items, isAll: start === undefined };
}

/**
 * The first events of some entries of a list, in their order, each with its instance; those that were forgotten are left out.
 * The place of the last one when not all fit into an answer.
 */
export async function readListedEvents(
  entries: readonly { readonly pk: string; readonly sk: string }[],
  remaining: RemainingTime,
): Promise<{ events: UnmatchedEvent[]; cutAt: string | null }> {
  const items = await readItems(
    entries.map(({ pk, sk }) => ({ pk, sk })),
    remaining,
  );
  const events = takeWithinAnswerLimit(items, (item) => ({ ...toEvent(item), key: keyIn(String(item.pk)) }));
  const last = events.at(-1);
  return { events, cutAt: last && events.length < items.length ? placeOf(last) : null };
}

/** The instance in a partition key; null when it is of no instance. */
const keyIn = (pk: string): string | null => (pk.startsWith(partitionOf('')) ? pk.slice(partitionOf('').length) : null);

/** Reads an event out of its item. */
function toEvent(item: Record<string, unknown>): RecordedEvent {
  const { eventId, source, type, at, causationId, participant, job, data } = item as unknown as EventItem;
  return {
    eventId,
    source,
    type,
    at,
    causationId,
    participant,
    job,
    data: decompressed(data),
  };
}
