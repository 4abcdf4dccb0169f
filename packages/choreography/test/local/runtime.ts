import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetQueueAttributesCommand, type Message, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { vi } from 'vitest';
import type { Notice } from '#local/runtime/notice.ts';
import { type Runtime, startRuntime } from '#local/start-runtime.ts';

/** A runtime on a free port with the clients of a user, and what it had to say. */
export async function aRuntime(
  cdkOut: string,
  options: Partial<Omit<Parameters<typeof startRuntime>[0], 'cdkOut' | 'onNotice'>> = {},
) {
  const notices: Notice[] = [];
  const runtime: Runtime = await startRuntime({
    ...{ cdkOut, port: 0, ...options },
    onNotice: (notice) => notices.push(notice),
  });
  const access = {
    endpoint: runtime.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  const sqs = new SQSClient(access);
  const lambda = new LambdaClient(access);
  return {
    runtime,
    notices,
    access,
    events: new EventBridgeClient(access),
    lambda,
    /** What a function answers that is given nothing. */
    async answerOf(FunctionName: string): Promise<unknown> {
      const { Payload } = await lambda.send(new InvokeCommand({ FunctionName }));
      return JSON.parse(Buffer.from(Payload ?? '').toString());
    },
    async attributesOf(queue: string): Promise<Record<string, string>> {
      const QueueUrl = `${runtime.endpoint}/000000000000/${queue}`;
      const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
      return Attributes;
    },
    /** Waits for one message in a queue. */
    async messageIn(queue: string): Promise<Message> {
      const QueueUrl = `${runtime.endpoint}/000000000000/${queue}`;
      return vi.waitFor(
        async () => {
          const { Messages = [] } = await sqs.send(
            new ReceiveMessageCommand({
              QueueUrl,
              MessageAttributeNames: ['All'],
              MessageSystemAttributeNames: ['All'],
            }),
          );
          if (!Messages[0]) throw new Error(`There is no message in ${queue}.`);
          return Messages[0];
        },
        { timeout: 10_000, interval: 50 },
      );
    },
  };
}
