import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type QueueAttributeName,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { Runtime } from '#local/start-runtime.ts';

/** What a job's retry queue brings, by a client of SQS, while the runtime's clock is moved. */
export const reminders = (runtime: Pick<Runtime, 'clock'>, queues: SQSClient, queueUrl: string) => ({
  /** What the queue brings within a minute, as Lambda hands it over; each message comes once. */
  remindersOfAMinute: () => remindersUntil(runtime, queues, queueUrl, 60_000),
  /**
   * Takes all messages from the queue, however late they would come: of tests before, whose date was hours ahead of that of the next.
   * The clock moves on for it.
   */
  async forgetReminders(): Promise<void> {
    while (await holdsMessages(queues, queueUrl)) await remindersUntil(runtime, queues, queueUrl, 900_000);
  },
});

async function holdsMessages(queues: SQSClient, QueueUrl: string): Promise<boolean> {
  const { Attributes = {} } = await queues.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...COUNTS] }),
  );
  return COUNTS.some((name) => Attributes[name] !== '0');
}

const COUNTS = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesDelayed',
  'ApproximateNumberOfMessagesNotVisible',
] as const satisfies readonly QueueAttributeName[];

/** Moves the clock by some milliseconds and takes what a queue has then. */
async function remindersUntil(
  { clock }: Pick<Runtime, 'clock'>,
  queues: SQSClient,
  QueueUrl: string,
  milliseconds: number,
): Promise<object[]> {
  clock.hold();
  await clock.moveBy(milliseconds);
  const records: object[] = [];
  for (;;) {
    const { Messages = [] } = await queues.send(
      new ReceiveMessageCommand({
        ...{ QueueUrl, MaxNumberOfMessages: 10 },
        MessageSystemAttributeNames: ['ApproximateReceiveCount', 'SentTimestamp'],
      }),
    );
    if (Messages.length === 0) break;
    for (const { MessageId: messageId, ReceiptHandle: receiptHandle, Body: body, Attributes: attributes } of Messages) {
      await queues.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: receiptHandle }));
      records.push({ eventSource: 'aws:sqs', messageId, receiptHandle, body, attributes });
    }
  }
  clock.release();
  return records;
}
