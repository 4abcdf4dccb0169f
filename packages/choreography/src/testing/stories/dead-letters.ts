import { randomUUID } from 'node:crypto';
import {
  DeleteMessageCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { vi } from '#testing/peers.ts';
import type { Engine } from './engine.ts';
import type { Entry } from './entry.ts';

/** An event that a job refused, as Lambda writes it to the job's dead-letter queue (developer guide: "Invocation records"). */
export interface DeadLetter {
  readonly requestPayload: {
    readonly source: string;
    readonly 'detail-type': string;
    readonly detail: { readonly metadata?: { readonly eventId: string }; readonly data?: unknown };
  };
  readonly responsePayload: { readonly errorType: string; readonly errorMessage: string };
}

/** While one story looks for its own among the letters, others cannot see those it has looked at: seconds. */
const HIDDEN = 3;

/** Waits for the letter with an event in the queue of `participant/job`, and takes it out. */
export async function takeDeadLetter(engine: Engine, job: string, eventId: string): Promise<DeadLetter> {
  const { QueueUrl, QueueName } = await queueOf(engine, job);
  return vi.waitFor(async () => {
    const { Messages = [] } = await engine.queues.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: HIDDEN, WaitTimeSeconds: 1 }),
    );
    for (const { Body = '', ReceiptHandle } of Messages) {
      const letter: DeadLetter = JSON.parse(Body);
      if (letter.requestPayload?.detail.metadata?.eventId !== eventId) continue;
      await engine.queues.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      return letter;
    }
    throw new Error(`The event "${eventId}" is not in ${QueueName}.`);
  }, engine.patience);
}

/** Puts an event in the queue of `participant/job`, as the job's function set it aside, or its rule. */
export async function putDeadLetter(
  engine: Engine,
  job: string,
  { source, type, detail }: Entry,
  by: 'function' | 'rule',
): Promise<void> {
  const event = {
    version: '0',
    id: randomUUID(),
    time: new Date().toISOString(),
    source,
    'detail-type': type,
    detail,
  };
  const record = {
    requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 3 },
    requestPayload: event,
    responsePayload: { errorType: 'TimeoutError', errorMessage: 'no answer' },
  };
  const { QueueUrl } = await queueOf(engine, job);
  const MessageBody = JSON.stringify(by === 'rule' ? event : record);
  await engine.queues.send(new SendMessageCommand({ QueueUrl, MessageBody }));
}

async function queueOf(engine: Engine, job: string) {
  const QueueName = `${engine.nameOf(job)}_dlq`;
  return { QueueName, QueueUrl: (await engine.queues.send(new GetQueueUrlCommand({ QueueName }))).QueueUrl };
}
