import { randomUUID } from 'node:crypto';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import * as z from 'zod';
import type { Metadata } from '#contracts/metadata.ts';
import { sqs } from '#jobs/aws/sqs.ts';
import type { RemainingTime } from '#jobs/deadline.ts';
import { reminderQueues } from '#jobs/environment.ts';
import { publish } from '#jobs/publish/publish.ts';
import { jobAndKeyOf, outcomeOf, readInbox } from './inbox.ts';
import { markAsSaid } from './mark-as-said.ts';

/** A message in the job's retry queue, in the shape of an event, so that a dead letter of it is read and given back like any other. */
const Reminder = z.object({ detail: z.object({ metadata: z.object({ correlationId: z.string() }) }) });

/**
 * How long a reminder waits, in seconds: a run that committed just before the batch ended has said and marked all by then. It may come
 * sooner than that: what is said twice has the same ids.
 */
const DELAY_SECONDS = 5;

/** A batch request of SQS takes ten entries at most (SQS API reference: SendMessageBatch). */
const MAX_BATCH_ENTRIES = 10;

/**
 * Has the retry queues of jobs that nobody brings the same again bring them a reminder of what they committed and, as far as a batch of
 * their table's stream tells, have not said. `sayUnsaid` then says it, if that is so. Throws if a queue did not take all: the batch comes
 * again, and a job that is reminded twice finds nothing left to say.
 *
 * @param participant whose jobs they are
 * @param batch new images of inbox items, in the order of the changes of each
 */
export async function remindOfUnsaid(participant: string, { Records }: DynamoDBStreamEvent): Promise<void> {
  const queues = reminderQueues();
  const unsaid = new Map<string, object[]>();
  for (const pk of unsaidIn(Records)) {
    const { job, key } = jobAndKeyOf(pk);
    const queue = queues[job];
    if (queue === undefined)
      throw new Error(`${participant}/${job} has no queue that reminds it: its stack must name it.`);
    unsaid.set(queue, [...(unsaid.get(queue) ?? []), reminderOf(`${participant}/${job}`, key)]);
  }
  await Promise.all([...unsaid].map(([queue, reminders]) => send(queue, reminders)));
}

/** The keys of items whose last image still has what the job said. */
function unsaidIn(records: DynamoDBStreamEvent['Records']): ReadonlySet<string> {
  const unsaid = new Set<string>();
  for (const { dynamodb } of records) {
    const { pk, outcome } = dynamodb?.NewImage ?? {};
    if (pk?.S === undefined) continue;
    if (outcome === undefined) unsaid.delete(pk.S);
    else unsaid.add(pk.S);
  }
  return unsaid;
}

async function send(QueueUrl: string, reminders: readonly object[]): Promise<void> {
  const entries = reminders.map((reminder, at) => ({
    Id: `${at}`,
    MessageBody: JSON.stringify(reminder),
    DelaySeconds: DELAY_SECONDS,
  }));
  for (let at = 0; at < entries.length; at += MAX_BATCH_ENTRIES) {
    const Entries = entries.slice(at, at + MAX_BATCH_ENTRIES);
    const { Failed = [] } = await sqs.send('SendMessageBatch', { QueueUrl, Entries });
    const [{ Code, Message = 'no reason given' } = {}] = Failed;
    if (Code !== undefined) throw new Error(`SQS did not take ${Failed.length} reminders: ${Code}: ${Message}`);
  }
}

/** Says what a run committed and did not say. */
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
