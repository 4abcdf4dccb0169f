import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { showAgain } from '#contracts/show-again.ts';

/** How long a held letter is hidden from others, in seconds. It ends by itself if the command is killed. */
const HOLD_SECONDS = 120;

/** So many batches are in hand at once at the most. */
const PARALLEL = 8;

/** Handles some letters; returns those that may be removed from their queue. */
export type HandleLetters = (letters: readonly Message[]) => Promise<readonly Message[]>;

/**
 * Hands over every message of a queue, once, ten at a time and several times at once. SQS shows only some of a queue at a time, so
 * those that were not removed are held until all were seen, and then given back; also when it is broken off.
 */
export async function eachHeldLetter(
  sqs: SQSClient,
  QueueUrl: string,
  handle: HandleLetters,
  signal?: AbortSignal,
): Promise<void> {
  const held = new Map<string, string>();
  const seen = new Set<string>();
  let isOver = false;
  const work = async () => {
    while (!isOver && !signal?.aborted) {
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
      if (fresh.length === 0) isOver = true;
      for (const { MessageId = '' } of fresh) seen.add(MessageId);
      const done = fresh.length > 0 ? await handle(fresh) : [];
      for (const id of await remove(sqs, QueueUrl, done)) held.delete(id);
    }
  };
  const first = await Promise.allSettled(Array.from({ length: PARALLEL }, work));
  for (const request of showAgain(QueueUrl, [...held.values()]))
    await sqs.send(new ChangeMessageVisibilityBatchCommand(request));
  const failed = first.find((each) => each.status === 'rejected');
  if (failed) throw failed.reason;
}

/** Returns the ids of the messages that are gone; what stays is given again the next time. */
async function remove(sqs: SQSClient, QueueUrl: string, messages: readonly Message[]): Promise<string[]> {
  if (messages.length === 0) return [];
  const Entries = messages.map(({ ReceiptHandle }, i) => ({ Id: `${i}`, ReceiptHandle }));
  const { Successful = [] } = await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
  return Successful.flatMap(({ Id }) => messages[Number(Id)]?.MessageId ?? []);
}
