import { CLEAR, EXPIRES_AT, RETENTION_DAYS } from '#contracts/retention.ts';
import { dynamodb } from '#jobs/aws/dynamodb.ts';
import { environment } from '#jobs/environment.ts';
import { takeWithinAnswerLimit } from '#monitor/answer-limit.ts';
import type { ClearEvent } from '#monitor/api-types.ts';
import { expiry } from '#monitor/table.ts';
import type { HeardEvent } from './heard-event.ts';

/** The variable that names the table of unmasked events; a monitor that reveals none has no such table. */
const TABLE = 'CLEAR_TABLE_NAME';

/** An item of DynamoDB has at most 400 KB (DynamoDB developer guide: "Quotas"), and an event at most a megabyte. */
const MAX_BYTES = 350_000;

/** Keeps an event's data unmasked, in a table apart, at each instance that it belongs to; nowhere unless the monitor reveals. */
export async function keepClear({ event, recorded, instances, correlationId }: HeardEvent): Promise<void> {
  if (!process.env[TABLE]) return;
  const known = instances.map(({ key }) => key);
  const keys = known.length > 0 ? known : correlationId === null ? [] : [correlationId];
  const { eventId, at } = recorded;
  // As text, within which `forget` finds whom it is about.
  const json = JSON.stringify(Object(event.detail).data ?? null);
  const size = Buffer.byteLength(json);
  const data = size > MAX_BYTES ? JSON.stringify(`Too large to be kept: ${size} bytes.`) : json;
  await Promise.all(
    keys.map((key) => {
      const [pk, sk] = [`${CLEAR}#${key}`, `${at}#${eventId}`];
      const Item = { pk, sk, eventId, data, [EXPIRES_AT]: expiry(new Date(), RETENTION_DAYS.clear) };
      return dynamodb.send('PutItem', { TableName: environment(TABLE), Item });
    }),
  );
}

/** The events of an instance unmasked, after a place among them, oldest first; the place of the last if there are more. */
export async function readClear(
  key: string,
  after: string | undefined,
): Promise<{ events: ClearEvent[]; last: string | null }> {
  const pk = `${CLEAR}#${key}`;
  const { Items = [], LastEvaluatedKey } = await dynamodb.send('Query', {
    TableName: environment(TABLE),
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': pk },
    ConsistentRead: true,
    ...(after !== undefined && { ExclusiveStartKey: { pk, sk: after } }),
  });
  const events = takeWithinAnswerLimit(Items, ({ eventId, data }) => ({ eventId, data: JSON.parse(data) }));
  const isWhole = events.length === Items.length && !LastEvaluatedKey;
  return { events, last: isWhole ? null : (Items[events.length - 1]?.sk ?? null) };
}
