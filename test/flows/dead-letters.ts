import {
  DeleteMessageCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import type { EventBridgeEvent } from 'aws-lambda';
import { vi } from 'vitest';
import { BUS, PATIENCE, type Shop } from './shop.ts';

/** An event that a job refused, as it stands in the job's dead-letter queue. */
export interface DeadLetter {
  readonly requestPayload: EventBridgeEvent<string, { metadata?: { eventId: string } }>;
  readonly responsePayload: { readonly errorType: string; readonly errorMessage: string };
}

/** While one story looks for its own among the letters, others cannot see those it has looked at: seconds. */
const HIDDEN = 3;

/** Waits for the letter with an event in the queue of `participant/job`, and takes it out. */
export async function takeDeadLetter(shop: Shop, job: string, eventId: string): Promise<DeadLetter> {
  const { QueueUrl, QueueName } = await queueOf(shop, job);
  return vi.waitFor(async () => {
    const { Messages = [] } = await shop.queues.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: HIDDEN, WaitTimeSeconds: 1 }),
    );
    for (const { Body = '', ReceiptHandle } of Messages) {
      const letter: DeadLetter = JSON.parse(Body);
      if (letter.requestPayload.detail.metadata?.eventId !== eventId) continue;
      await shop.queues.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      return letter;
    }
    throw new Error(`The event ${eventId} is not in ${QueueName}.`);
  }, PATIENCE);
}

/** Puts a letter in the queue of `participant/job`. */
export async function sendToDeadLetters(shop: Shop, job: string, letter: object): Promise<void> {
  const { QueueUrl } = await queueOf(shop, job);
  await shop.queues.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(letter) }));
}

async function queueOf(shop: Shop, job: string) {
  const QueueName = `${BUS}_${job.replace('/', '_')}_dlq`;
  return { QueueName, QueueUrl: (await shop.queues.send(new GetQueueUrlCommand({ QueueName }))).QueueUrl };
}
