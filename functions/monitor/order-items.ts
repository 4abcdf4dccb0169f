import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand, paginateQuery, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { dynamodb } from '../aws/dynamodb.ts';
import { environment } from '../job/environment.ts';
import type { Sighting, Sightings } from './progress.ts';
import type { RecordedEvent } from './recorded-event.ts';

/** What is known of one order: what was seen of its process, whether its completion was said, and every event. */
export interface OrderRecord {
  readonly seen: Sightings;
  readonly completed: RecordedEvent | undefined;
  readonly events: readonly RecordedEvent[];
}

export type Header = Omit<OrderRecord, 'events'>;

const HEADER = 'header';
const key = (orderId: string, sk: string) => ({ pk: `order#${orderId}`, sk });

/** Keeps an event, once for its id; an event without a process is kept apart. */
export async function putEvent(orderId: string | null, event: RecordedEvent): Promise<void> {
  const where =
    orderId === null
      ? { pk: 'uncorrelated', sk: `${event.at}#${event.eventId}` }
      : key(orderId, `event#${event.eventId}`);
  await dynamodb.send(new PutCommand({ TableName: environment('TABLE_NAME'), Item: { ...where, event } }));
}

/**
 * Notes in the order's header that an event type was seen; of several the earliest stays, so that the header is the same
 * for every order of arrival. Returns the header after it.
 */
export async function noteSeen(orderId: string, { type, eventId, at }: RecordedEvent): Promise<Header> {
  const sighting: Sighting = { eventId, at };
  try {
    const { Attributes } = await dynamodb.send(
      new UpdateCommand({
        TableName: environment('TABLE_NAME'),
        Key: key(orderId, HEADER),
        UpdateExpression: 'SET #seen = :sighting',
        ConditionExpression:
          'attribute_not_exists(#seen) OR #seen.#at > :at OR (#seen.#at = :at AND #seen.eventId > :eventId)',
        ExpressionAttributeNames: { '#seen': `seen:${type}`, '#at': 'at' },
        ExpressionAttributeValues: { ':sighting': sighting, ':at': at, ':eventId': eventId },
        ReturnValues: 'ALL_NEW',
      }),
    );
    return toHeader(Attributes);
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    const { Item } = await dynamodb.send(
      new GetCommand({ TableName: environment('TABLE_NAME'), Key: key(orderId, HEADER), ConsistentRead: true }),
    );
    return toHeader(Item);
  }
}

/** Notes that the completion was said, with the event that says it. */
export async function noteCompleted(orderId: string, completed: RecordedEvent): Promise<void> {
  await dynamodb.send(
    new UpdateCommand({
      TableName: environment('TABLE_NAME'),
      Key: key(orderId, HEADER),
      UpdateExpression: 'SET completed = :completed',
      ExpressionAttributeValues: { ':completed': completed },
    }),
  );
}

/** All that is known of an order; undefined when nothing is. */
export async function readOrder(orderId: string): Promise<OrderRecord | undefined> {
  const pages = paginateQuery(
    { client: dynamodb },
    {
      TableName: environment('TABLE_NAME'),
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': key(orderId, HEADER).pk },
      ConsistentRead: true,
    },
  );
  const events: RecordedEvent[] = [];
  let header = toHeader(undefined);
  for await (const { Items = [] } of pages) {
    for (const item of Items) {
      if (item.sk === HEADER) header = toHeader(item);
      else events.push(item.event as RecordedEvent);
    }
  }
  if (events.length === 0) return undefined;
  return { ...header, events };
}

function toHeader(item: Record<string, unknown> | undefined): Header {
  const seen = Object.entries(item ?? {}).flatMap(([name, value]) =>
    name.startsWith('seen:') ? [[name.slice('seen:'.length), value as Sighting] as const] : [],
  );
  return { seen: Object.fromEntries(seen), completed: item?.completed as RecordedEvent | undefined };
}
