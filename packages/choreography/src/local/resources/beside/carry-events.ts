import type { Event } from '#local/events/event.ts';
import { ACCOUNT, REGION } from '#local/runtime/account.ts';
import { readJson } from '#pattern/json/exact-json.ts';
import type { Engine } from './engine.ts';

/** The name of the engine's queue in which the events of one of its buses wait to be carried over. */
const carryQueue = (bus: string): string => `choreography-carry-${bus}`.slice(0, 80);

/** The engine's resources for carrying: a queue, a rule that puts all events of a bus into it, and the bus unless it is the default. */
export function carryResources(bus: string): Record<string, object> {
  const queue = carryQueue(bus);
  const Arn = `arn:aws:sqs:${REGION}:${ACCOUNT}:${queue}`;
  const statement = { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sqs:SendMessage' };
  const queueUrl = { Ref: 'Queue' };
  return {
    Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: queue } },
    Policy: {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: { Queues: [queueUrl], PolicyDocument: { Statement: [{ ...statement, Resource: Arn }] } },
    },
    ...(bus !== 'default' && { Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: bus } } }),
    Rule: {
      Type: 'AWS::Events::Rule',
      ...(bus !== 'default' && { DependsOn: 'Bus' }),
      Properties: {
        ...{ Name: queue.slice(0, 64), EventBusName: bus, EventPattern: { source: [{ prefix: '' }] } },
        Targets: [{ Id: 'carry', Arn }],
      },
    },
  };
}

/** How long the engine waits for an event before it answers that there is none. */
const WAIT_SECONDS = 20;
/** The pause after a failed request. */
const PAUSE_MS = 1000;

/** How the events of one bus are carried over. */
export interface Carrying {
  readonly engine: Engine;
  readonly bus: string;
  readonly signal: AbortSignal;
  take(event: Event): void;
  /** Is called with the first error of each row of failed requests. */
  failed(error: Error): void;
}

/** Carries the events of one of the engine's buses over, each at least once, until the signal aborts. Rejects if their queue is missing. */
export async function carryEvents({ engine, bus, signal, take, failed }: Carrying): Promise<void> {
  const QueueUrl = String(
    (await engine.call('sqs', 'AmazonSQS.GetQueueUrl', { QueueName: carryQueue(bus) }, signal)).QueueUrl,
  );
  let isFailing = false;
  while (!signal.aborted) {
    try {
      const input = { QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: WAIT_SECONDS };
      const { Messages = [] } = await engine.call('sqs', 'AmazonSQS.ReceiveMessage', input, signal);
      isFailing = false;
      for (const { Body, ReceiptHandle } of Messages as { Body: string; ReceiptHandle: string }[]) {
        take(readJson(Body) as Event);
        await engine.call('sqs', 'AmazonSQS.DeleteMessage', { QueueUrl, ReceiptHandle }, signal);
      }
    } catch (error) {
      if (signal.aborted) return;
      if (!isFailing) failed(error as Error);
      isFailing = true;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS).unref());
    }
  }
}
