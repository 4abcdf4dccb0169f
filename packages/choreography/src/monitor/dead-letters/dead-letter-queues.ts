import type { Message } from '@aws-sdk/client-sqs';
import { showAgain } from '#contracts/show-again.ts';
import { sqs } from '#jobs/aws/sqs.ts';
import { environment } from '#jobs/environment.ts';
import { eachAtOnce } from '#monitor/at-once.ts';

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
  let token: string | undefined;
  do {
    const { QueueUrls = [], NextToken } = await sqs.send('ListQueues', {
      QueueNamePrefix: prefix,
      MaxResults: 1000,
      NextToken: token,
    });
    for (const url of QueueUrls) {
      const [participant, job, kind] = (url.split('/').at(-1) ?? '').slice(prefix.length).split('_');
      if (participant && job && kind === 'dlq') queues.push({ url, participant, job });
    }
    token = NextToken;
  } while (token);
  return queues;
}

/**
 * How long a message is hidden from others while the queue is read, at the most, in seconds: so long that what was read of a queue
 * which could not be read whole is still hidden when the next sweep, a minute later, reads on.
 */
const HIDDEN = 90;

/** How many requests read a queue at once. */
const READERS = 4;

/** How much of a queue is read. */
export interface Portion {
  readonly most: number;
  /** Whether there is still time for it. */
  readonly hasTime: () => boolean;
}

/**
 * Reads the messages in a queue, some tens at a time. Returns whether these are all. Every message stays in the queue, hidden from other
 * readers while the queue is read, and is visible again afterwards: at once, or, of a queue that was not read whole, when others had
 * their turn.
 */
export async function readQueue(
  { url }: DeadLetterQueue,
  { most, hasTime }: Portion,
  read: (messages: readonly Message[]) => Promise<void>,
): Promise<{ isAll: boolean }> {
  const { visible, hidden } = await sizeOf(url);
  if (visible === 0) return { isAll: hidden === 0 };
  const receipts: string[] = [];
  let isRead = false;
  try {
    while (!isRead && receipts.length < most && hasTime()) {
      const messages = (await Promise.all(Array.from({ length: READERS }, () => receive(url)))).flat();
      isRead = messages.length === 0;
      receipts.push(...messages.flatMap(({ ReceiptHandle }) => ReceiptHandle ?? []));
      await read(messages);
    }
  } finally {
    if (isRead || receipts.length < most)
      await eachAtOnce(showAgain(url, receipts), READERS, async (request) => {
        await sqs.send('ChangeMessageVisibilityBatch', request);
      });
  }
  return { isAll: isRead && hidden === 0 && receipts.length >= visible };
}

/** Whether no message is in a queue, nor being handled. */
export async function isEmpty({ url }: DeadLetterQueue): Promise<boolean> {
  const { visible, hidden } = await sizeOf(url);
  return visible === 0 && hidden === 0;
}

async function receive(QueueUrl: string): Promise<Message[]> {
  const { Messages = [] } = await sqs.send('ReceiveMessage', {
    QueueUrl,
    MaxNumberOfMessages: 10,
    VisibilityTimeout: HIDDEN,
    MessageAttributeNames: ['All'],
    MessageSystemAttributeNames: ['SentTimestamp'],
  });
  return Messages;
}

async function sizeOf(QueueUrl: string): Promise<{ visible: number; hidden: number }> {
  const { Attributes = {} } = await sqs.send('GetQueueAttributes', {
    QueueUrl,
    AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
  });
  return {
    visible: Number(Attributes.ApproximateNumberOfMessages ?? 0),
    hidden: Number(Attributes.ApproximateNumberOfMessagesNotVisible ?? 0),
  };
}
