import { type Message, paginateListQueues, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { valueAt } from '../../events/schema-path.ts';
import { sqs } from '../aws/sqs.ts';
import { environment } from '../job/environment.ts';
import { readDeadLetter } from './dead-letter.ts';
import type { Process } from './define-process.ts';

/** One event of an order that a job could not handle. */
export interface Failure {
  readonly participant: string;
  readonly job: string;
  readonly eventId: string;
  readonly error: string;
  readonly at: string;
}

/** How often one queue is asked at the most: ten messages each. */
const MOST_RECEIVES = 20;

/**
 * What stands of one order in the dead-letter queues of all jobs, oldest first. It only peeks: every message stays
 * visible to whoever redrives it.
 */
export async function failuresOf(process: Process, orderId: string): Promise<Failure[]> {
  const queues = await deadLetterQueues();
  const found = await Promise.all(queues.map(async (queue) => inQueue(queue, process, orderId)));
  return found.flat().sort((a, b) => (a.at < b.at ? -1 : 1));
}

interface DeadLetterQueue {
  readonly url: string;
  readonly participant: string;
  readonly job: string;
}

/** The queues named `BUS_PARTICIPANT_JOB_dlq`. */
async function deadLetterQueues(): Promise<DeadLetterQueue[]> {
  const queues: DeadLetterQueue[] = [];
  for await (const { QueueUrls = [] } of paginateListQueues(
    { client: sqs },
    { QueueNamePrefix: `${environment('BUS_NAME')}_`, MaxResults: 1000 },
  )) {
    for (const url of QueueUrls) {
      const [, participant, job, kind] = (url.split('/').at(-1) ?? '').split('_');
      if (participant && job && kind === 'dlq') queues.push({ url, participant, job });
    }
  }
  return queues;
}

async function inQueue(
  { url, participant, job }: DeadLetterQueue,
  process: Process,
  orderId: string,
): Promise<Failure[]> {
  const failures: Failure[] = [];
  for (const message of await peek(url)) {
    const attributes = Object.fromEntries(
      Object.entries(message.MessageAttributes ?? {}).map(([name, { StringValue }]) => [name, StringValue]),
    );
    const letter = readDeadLetter(
      message.Body ?? '',
      attributes,
      new Date(Number(message.Attributes?.SentTimestamp ?? 0)),
    );
    const detail = letter?.event.detail;
    if (!letter || (detail?.metadata?.correlationId ?? valueAt(detail?.data, process.starts.correlateBy)) !== orderId)
      continue;
    failures.push({
      participant,
      job,
      eventId: detail?.metadata?.eventId ?? letter.event.id,
      error: letter.error,
      at: letter.at,
    });
  }
  return failures;
}

/** Receives until a call brings nothing new; a visibility timeout of zero leaves every message where it is. */
async function peek(QueueUrl: string): Promise<Message[]> {
  const seen = new Map<string | undefined, Message>();
  for (let call = 0; call < MOST_RECEIVES; call++) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: 0,
        MessageAttributeNames: ['All'],
        MessageSystemAttributeNames: ['SentTimestamp'],
      }),
    );
    const before = seen.size;
    for (const message of Messages) seen.set(message.MessageId, message);
    if (seen.size === before) break;
  }
  return [...seen.values()];
}
