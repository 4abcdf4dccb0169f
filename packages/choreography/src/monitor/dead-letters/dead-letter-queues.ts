import {
  ChangeMessageVisibilityBatchCommand,
  GetQueueAttributesCommand,
  type Message,
  paginateListQueues,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { environment } from '#jobs/environment.ts';
import { eachBatchAtOnce } from '#monitor/at-once.ts';

/** Asks the endpoint of the region, or the one configured, and not the host of a queue's URL, which emulators make up. */
const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });

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
  let isEmpty = false;
  try {
    while (!isEmpty && receipts.length < most && hasTime()) {
      const messages = (await Promise.all(Array.from({ length: READERS }, () => receive(url)))).flat();
      isEmpty = messages.length === 0;
      receipts.push(...messages.flatMap(({ ReceiptHandle }) => ReceiptHandle ?? []));
      await read(messages);
    }
  } finally {
    if (isEmpty || receipts.length < most) await showAgain(url, receipts);
  }
  return { isAll: isEmpty && hidden === 0 && receipts.length >= visible };
}

async function receive(QueueUrl: string): Promise<Message[]> {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages: 10,
      VisibilityTimeout: HIDDEN,
      MessageAttributeNames: ['All'],
      MessageSystemAttributeNames: ['SentTimestamp'],
    }),
  );
  return Messages;
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

async function showAgain(QueueUrl: string, receipts: readonly string[]): Promise<void> {
  await eachBatchAtOnce(receipts, 10, READERS, async (batch) => {
    const Entries = batch.map((ReceiptHandle, i) => ({ Id: String(i), ReceiptHandle, VisibilityTimeout: 0 }));
    await sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }));
  });
}
