import { DeleteMessageCommand, GetQueueUrlCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
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
  const QueueName = `${BUS}_${job.replace('/', '_')}_dlq`;
  const { QueueUrl } = await shop.queues.send(new GetQueueUrlCommand({ QueueName }));
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
