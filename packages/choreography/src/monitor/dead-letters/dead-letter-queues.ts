import {
  ChangeMessageVisibilityBatchCommand,
  GetQueueAttributesCommand,
  type Message,
  paginateListQueues,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import { sqs } from '#jobs/aws/sqs.ts';
import { environment } from '#jobs/environment.ts';

/** A job's dead-letter queue, named `BUS_PARTICIPANT_JOB_dlq`. */
export interface DeadLetterQueue {
  readonly url: string;
  readonly participant: string;
  readonly job: string;
}

/** Every job's dead-letter queue, found by its name, so that no participant has to know the monitor. */
export async function deadLetterQueues(): Promise<DeadLetterQueue[]> {
  const queues: DeadLetterQueue[] = [];
  const prefix = `${environment('BUS_NAME')}_`;
  for await (const { QueueUrls = [] } of paginateListQueues(
    { client: sqs },
    { QueueNamePrefix: prefix, MaxResults: 1000 },
  )) {
    for (const url of QueueUrls) {
      const [participant, job, kind] = (url.split('/').at(-1) ?? '').slice(prefix.length).split('_');
      if (participant && job && kind === 'dlq') queues.push({ url, participant, job });
    }
  }
  return queues;
}

/** How long a message is hidden from others while the queue is read, at the most, in seconds. */
const HIDDEN = 10;

/** How many messages of a queue are read at the most. */
const MAX_MESSAGES = 1000;

/**
 * The messages in a queue, and whether these are all. Every message stays in the queue: it is hidden from other readers
 * while the queue is read, and visible again afterwards.
 */
export async function readQueue({ url: QueueUrl }: DeadLetterQueue): Promise<{ messages: Message[]; isAll: boolean }> {
  const { visible, hidden } = await sizeOf(QueueUrl);
  const messages: Message[] = [];
  try {
    while (visible > 0 && messages.length < MAX_MESSAGES) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl,
          MaxNumberOfMessages: 10,
          VisibilityTimeout: HIDDEN,
          MessageAttributeNames: ['All'],
          MessageSystemAttributeNames: ['SentTimestamp'],
        }),
      );
      if (Messages.length === 0) break;
      messages.push(...Messages);
    }
  } finally {
    await showAgain(QueueUrl, messages);
  }
  return { messages, isAll: hidden === 0 && messages.length >= visible && messages.length < MAX_MESSAGES };
}

async function sizeOf(QueueUrl: string): Promise<{ visible: number; hidden: number }> {
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl,
      AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
    }),
  );
  return {
    visible: Number(Attributes.ApproximateNumberOfMessages ?? 0),
    hidden: Number(Attributes.ApproximateNumberOfMessagesNotVisible ?? 0),
  };
}

async function showAgain(QueueUrl: string, messages: readonly Message[]): Promise<void> {
  for (let start = 0; start < messages.length; start += 10) {
    const Entries = messages
      .slice(start, start + 10)
      .map(({ ReceiptHandle }, i) => ({ Id: String(i), ReceiptHandle, VisibilityTimeout: 0 }));
    await sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }));
  }
}
