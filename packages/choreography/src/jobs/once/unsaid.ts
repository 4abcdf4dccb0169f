import { randomUUID } from 'node:crypto';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { Metadata } from '#contracts/metadata.ts';
import { dynamodb } from '#jobs/aws/dynamodb.ts';
import { sqs } from '#jobs/aws/sqs.ts';
import type { RemainingTime } from '#jobs/deadline.ts';
import { environment } from '#jobs/environment.ts';
import { publish } from '#jobs/publish.ts';
import { inboxKey, readInbox, readOutcome } from './inbox.ts';

/** What a run does beside its commit if nobody brings it the same again: what it commits is then said though it ends in between. */
export interface Safeguard {
  /** Rejects if it cannot be made sure of: nothing may be committed then. */
  beforeCommit(): Promise<void>;
  afterSaying(): Promise<void>;
}

/** A message in the job's retry queue, in the shape of an event, so that a dead letter of it is read and given back like any other. */
const Reminder = z.object({ detail: z.object({ metadata: z.object({ correlationId: z.string() }) }) });

/** After a run's last moment, in seconds: what it sent to DynamoDB in that moment is decided by then. */
const MARGIN_SECONDS = 20;

/**
 * Has the job's retry queue bring a reminder once the run can no longer be alive: `sayUnsaid` then says what the run committed and did
 * not mark as said.
 */
export function safeguard(
  job: { readonly participant: string; readonly name: string },
  key: string,
  remaining: RemainingTime,
): Safeguard {
  let isSent = false;
  return {
    async beforeCommit() {
      if (isSent) return;
      await sqs.send(
        new SendMessageCommand({
          QueueUrl: environment('RETRY_URL'),
          MessageBody: JSON.stringify(reminderOf(`${job.participant}/${job.name}`, key)),
          DelaySeconds: Math.ceil(remaining.getRemainingTimeInMillis() / 1000) + MARGIN_SECONDS,
        }),
      );
      isSent = true;
    },
    afterSaying: () => markAsSaid(job.name, key),
  };
}

/** Says what a run committed and did not say. What was not committed when the reminder comes never is. */
export async function sayUnsaid(
  job: string,
  reminder: unknown,
  remaining: RemainingTime,
): Promise<{ readonly key: string; readonly result: 'said' | 'nothing was left unsaid' }> {
  const key = Reminder.parse(reminder).detail.metadata.correlationId;
  const item = await readInbox(job, key);
  if (!item?.doneAt || item.saidAt) return { key, result: 'nothing was left unsaid' };
  await publish(await readOutcome(job, key), remaining);
  await markAsSaid(job, key);
  return { key, result: 'said' };
}

/** Without the mark the same is said once more, under the same ids: it is no reason to fail. */
async function markAsSaid(job: string, key: string): Promise<void> {
  const mark = new UpdateCommand({
    TableName: environment('TABLE_NAME'),
    Key: { pk: inboxKey(job, key) },
    UpdateExpression: 'SET saidAt = :now',
    ConditionExpression: 'attribute_exists(pk)',
    ExpressionAttributeValues: { ':now': new Date().toISOString() },
  });
  await dynamodb.send(mark).catch(() => undefined);
}

function reminderOf(producer: string, key: string) {
  const [id, time] = [randomUUID(), new Date().toISOString()];
  const metadata: Metadata = {
    ...{ eventId: id, correlationId: key, causationId: null, hops: 0 },
    ...{ version: 1, occurredAt: time, producer },
  };
  return { id, source: producer, 'detail-type': 'Reminder', time, detail: { metadata, data: {} } };
}
