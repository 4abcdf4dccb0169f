import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { Metadata } from '#contracts/metadata.ts';
import { sqs } from '#jobs/aws/sqs.ts';
import type { RemainingTime } from '#jobs/deadline.ts';
import { environment } from '#jobs/environment.ts';
import { publish } from '#jobs/publish/publish.ts';
import { outcomeOf, readInbox } from './inbox.ts';
import { markAsSaid } from './mark-as-said.ts';

/** A message in the job's retry queue, in the shape of an event, so that a dead letter of it is read and given back like any other. */
const Reminder = z.object({ detail: z.object({ metadata: z.object({ correlationId: z.string() }) }) });

/** After a run's last moment, in seconds: what it sent to DynamoDB in that moment is decided by then. */
const MARGIN_SECONDS = 20;

/**
 * What a run does before its commit if nobody brings it the same again: it has the job's retry queue bring a reminder once the run can no
 * longer be alive. `sayUnsaid` then says what the run committed and did not mark as said.
 */
export function reminder(
  job: { readonly participant: string; readonly name: string },
  key: string,
  remaining: RemainingTime,
): () => Promise<void> {
  let isSent = false;
  return async () => {
    if (isSent) return;
    await sqs.send('SendMessage', {
      QueueUrl: environment('RETRY_URL'),
      MessageBody: JSON.stringify(reminderOf(`${job.participant}/${job.name}`, key)),
      DelaySeconds: Math.ceil(remaining.getRemainingTimeInMillis() / 1000) + MARGIN_SECONDS,
    });
    isSent = true;
  };
}

/** Says what a run committed and did not say. What was not committed when the reminder comes never is. */
export async function sayUnsaid(
  job: string,
  received: unknown,
  remaining: RemainingTime,
): Promise<{ readonly key: string; readonly result: 'said' | 'nothing was left unsaid' }> {
  const key = Reminder.parse(received).detail.metadata.correlationId;
  const item = await readInbox(job, key);
  if (!item?.doneAt || item.saidAt) return { key, result: 'nothing was left unsaid' };
  const unsaid = await outcomeOf({ name: job }, key, item, undefined);
  if (unsaid.length === 0) return { key, result: 'nothing was left unsaid' };
  await publish(unsaid, remaining);
  await markAsSaid(job, key);
  return { key, result: 'said' };
}

function reminderOf(producer: string, key: string) {
  const [id, time] = [randomUUID(), new Date().toISOString()];
  const metadata: Metadata = {
    ...{ eventId: id, correlationId: key, causationId: null, hops: 0 },
    ...{ version: 1, occurredAt: time, producer },
  };
  return { id, source: producer, 'detail-type': 'Reminder', time, detail: { metadata, data: {} } };
}
