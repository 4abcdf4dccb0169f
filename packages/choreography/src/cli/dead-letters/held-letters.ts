import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';

/** How long a held letter is hidden from others, in seconds. It ends by itself if the command is killed. */
const HOLD_SECONDS = 120;

/** A message in hand: it is back in its queue when the reading ends, unless it was removed. */
export interface HeldDeadLetter {
  readonly message: Message;
  remove(): Promise<void>;
}

/**
 * Every message of a queue, once. SQS shows only some of a queue at a time, so each is held until all were seen, and then
 * given back; also when the reading is broken off.
 */
export async function* heldLetters(sqs: SQSClient, QueueUrl: string): AsyncGenerator<HeldDeadLetter> {
  const held = new Map<string, string>();
  const seen = new Set<string>();
  try {
    for (;;) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl,
          MaxNumberOfMessages: 10,
          VisibilityTimeout: HOLD_SECONDS,
          WaitTimeSeconds: 1,
          MessageAttributeNames: ['All'],
          MessageSystemAttributeNames: ['SentTimestamp', 'MessageGroupId'],
        }),
      );
      for (const { MessageId = '', ReceiptHandle = '' } of Messages) held.set(MessageId, ReceiptHandle);
      const fresh = Messages.filter(({ MessageId = '' }) => !seen.has(MessageId));
      if (fresh.length === 0) return;
      for (const message of fresh) {
        const { MessageId = '', ReceiptHandle } = message;
        seen.add(MessageId);
        const remove = async () => {
          await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
          held.delete(MessageId);
        };
        yield { message, remove };
      }
    }
  } finally {
    await giveBack(sqs, QueueUrl, [...held.values()]);
  }
}

async function giveBack(sqs: SQSClient, QueueUrl: string, handles: readonly string[]): Promise<void> {
  for (let start = 0; start < handles.length; start += 10) {
    const Entries = handles
      .slice(start, start + 10)
      .map((ReceiptHandle, i) => ({ Id: `${i}`, ReceiptHandle, VisibilityTimeout: 0 }));
    await sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }));
  }
}
