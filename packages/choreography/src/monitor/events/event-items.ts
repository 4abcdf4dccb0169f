import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { dynamodb } from '#jobs/aws/dynamodb.ts';
import type { RemainingTime } from '#jobs/deadline.ts';
import { environment } from '#jobs/environment.ts';
import { takeWithinAnswerLimit } from '#monitor/answer-limit.ts';
import type { RecordedEvent, UnmatchedEvent } from '#monitor/api-types.ts';
import { compressed, decompressed } from '#monitor/compressed-data.ts';
import { readItems } from '#monitor/read-items.ts';
import { expiry, partitionOf } from '#monitor/table.ts';

/** An event as it is kept. */
interface EventItem extends Omit<RecordedEvent, 'data'> {
  readonly data: Uint8Array;
}

/** Where an event is kept. */
export interface EventPlace {
  /** The key of an instance; null for an event that belongs to none. */
  readonly key: string | null;
  /** The processes whose instance that is; undefined for every process. */
  readonly of?: readonly string[] | undefined;
  /** The list that it is in; undefined for an event that a process knows. */
  readonly listKey?: string | undefined;
}

/** Keeps an event, once for its time and id. Returns whether it is new. */
export async function putEvent({ key, of, listKey }: EventPlace, event: RecordedEvent): Promise<boolean> {
  try {
    await dynamodb.send(
      new PutCommand({
        TableName: environment('TABLE_NAME'),
        Item: {
          ...eventKey(key, event),
          ...event,
          data: compressed(event.data),
          expiresAt: expiry(new Date()),
          ...(of && { of }),
          ...(listKey !== undefined && { listKey, listAt: placeOf(event) }),
        },
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

const eventKey = (key: string | null, { at, eventId, type }: Pick<RecordedEvent, 'at' | 'eventId' | 'type'>) => ({
  pk: key === null ? `stray#${type}` : partitionOf(key),
  sk: `event#${at}#${eventId}`,
});

/**
 * The events of an instance after a place among them, oldest first, and the place of the last one: null when there are no
 * more. At most as many as fit into an answer.
 */
export async function readEvents(
  process: string,
  key: string,
  after: string | null,
  limit: number,
): Promise<{ events: RecordedEvent[]; last: string | null }> {
  const pk = partitionOf(key);
  const found: Record<string, unknown>[] = [];
  let start = after === null ? undefined : { pk, sk: after };
  do {
    const { Items = [], LastEvaluatedKey } = await dynamodb.send(
      new QueryCommand({
        TableName: environment('TABLE_NAME'),
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
        // Another process may have an instance of the same key.
        FilterExpression: 'attribute_not_exists(#of) OR contains(#of, :process)',
        ExpressionAttributeNames: { '#of': 'of' },
        ExpressionAttributeValues: { ':pk': pk, ':first': 'event#', ':last': 'event$', ':process': process },
        ConsistentRead: true,
        Limit: limit,
        ...(start && { ExclusiveStartKey: start }),
      }),
    );
    found.push(...Items);
    start = LastEvaluatedKey as typeof start;
  } while (start && found.length === 0);
  const events = takeWithinAnswerLimit(found, toEvent);
  const last = events.length < found.length ? found[events.length - 1] : start;
  return { events, last: (last?.sk as string | undefined) ?? null };
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

/** The position of an event in a list of events. */
const placeOf = ({ at, eventId }: Pick<RecordedEvent, 'at' | 'eventId'>): string => `${at}#${eventId}`;

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
