import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Context } from 'aws-lambda';
import { dynamodb } from '../aws/dynamodb.ts';
import { backOff } from './deadline.ts';
import { environment } from './environment.ts';
import { type EventEntry, eventEntries } from './event-entry.ts';
import { fingerprint } from './fingerprint.ts';
import { assertSameContents, inboxKey, readInbox } from './inbox.ts';
import type { Incoming } from './incoming.ts';
import { publish } from './publish.ts';
import type { Said } from './say.ts';

/**
 * An effect outside DynamoDB that no transaction can hold. It throws {@link NotPerformed} when it certainly did not
 * happen; any other error leaves that open.
 */
export type Perform<Data> = (data: Data) => Promise<readonly Said[]>;

/** The effect certainly did not happen: the claim on it is released, so that it can be tried again at once. */
export class NotPerformed extends Error {
  constructor(override readonly cause: Error) {
    super(cause.message);
  }
}

/**
 * Performs an effect once for its business key: claim, perform, record, publish. The claim keeps others away for as long
 * as this invocation can be alive; a retry of the same invocation takes its own claim over.
 *
 * The one window in which the effect can happen twice: a crash after the effect and before the record. It spans one
 * UpdateItem, and no protocol without the effect's own idempotency key can close it.
 */
export async function performOnce<Data>(
  job: { readonly participant: string; readonly name: string },
  perform: Perform<Data>,
  incoming: Incoming<Data>,
  context: Pick<Context, 'awsRequestId' | 'getRemainingTimeInMillis'>,
): Promise<'done' | 'repeated'> {
  const producer = `${job.participant}/${job.name}`;
  const stored = await claim(producer, job.name, incoming, context);
  if (stored) {
    await publish(stored, context);
    return 'repeated';
  }
  const said = await perform(incoming.data).catch(async (error: unknown) => {
    if (!(error instanceof NotPerformed)) throw error;
    await release(job.name, incoming.key, context.awsRequestId);
    throw error.cause;
  });
  const now = new Date();
  const outcome = eventEntries(producer, incoming, said, now);
  await record(job.name, incoming.key, outcome, now);
  await publish(outcome, context);
  return 'done';
}

/** Claims the effect, waiting while another invocation holds it. Returns the outcome if it was performed before. */
async function claim(
  producer: string,
  job: string,
  incoming: Incoming<unknown>,
  context: Pick<Context, 'awsRequestId' | 'getRemainingTimeInMillis'>,
): Promise<readonly EventEntry[] | undefined> {
  for (let attempt = 1; ; attempt++) {
    if (await tryClaim(job, incoming, context)) return undefined;
    const item = await readInbox(job, incoming.key);
    if (item) {
      assertSameContents(producer, incoming, item);
      if (item.outcome) return item.outcome;
    }
    if (!(await backOff(attempt, context))) {
      throw new Error(`${producer} is being performed for ${incoming.key} by another invocation (${item?.claimedBy}).`);
    }
  }
}

async function tryClaim(
  job: string,
  incoming: Incoming<unknown>,
  { awsRequestId, getRemainingTimeInMillis }: Pick<Context, 'awsRequestId' | 'getRemainingTimeInMillis'>,
): Promise<boolean> {
  const now = Date.now();
  const contents = fingerprint(incoming.data);
  return taken(
    dynamodb.send(
      new PutCommand({
        TableName: environment('TABLE_NAME'),
        Item: {
          pk: inboxKey(job, incoming.key),
          fingerprint: contents,
          claimedBy: awsRequestId,
          claimedUntil: now + getRemainingTimeInMillis() + 1000,
        },
        ConditionExpression:
          'attribute_not_exists(pk) OR (attribute_not_exists(outcome) AND fingerprint = :contents AND (claimedBy = :me OR claimedUntil < :now))',
        ExpressionAttributeValues: { ':contents': contents, ':me': awsRequestId, ':now': now },
      }),
    ),
  );
}

async function record(job: string, key: string, outcome: readonly EventEntry[], now: Date): Promise<void> {
  await dynamodb.send(
    new UpdateCommand({
      TableName: environment('TABLE_NAME'),
      Key: { pk: inboxKey(job, key) },
      UpdateExpression: 'SET outcome = :outcome, doneAt = :now REMOVE claimedBy, claimedUntil',
      ExpressionAttributeValues: { ':outcome': outcome, ':now': now.toISOString() },
    }),
  );
}

async function release(job: string, key: string, awsRequestId: string): Promise<void> {
  await taken(
    dynamodb.send(
      new DeleteCommand({
        TableName: environment('TABLE_NAME'),
        Key: { pk: inboxKey(job, key) },
        ConditionExpression: 'claimedBy = :me',
        ExpressionAttributeValues: { ':me': awsRequestId },
      }),
    ),
  );
}

/** Whether a conditional write was taken: false when its condition did not hold. */
async function taken(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
