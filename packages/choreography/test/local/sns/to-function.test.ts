import { CreateTopicCommand, PublishCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Notice } from '#local/runtime/notice.ts';
import { startSns } from '#local/sns/start-sns.ts';
import { localClient, serveBackend } from '../dynamodb/serve-backend.ts';
import { localQueues } from '../sqs/local-queues.ts';

const FUNCTION = 'arn:aws:lambda:us-east-1:000000000000:function:hear';

describe('a topic and a function', () => {
  const invoked: string[] = [];
  const asked: unknown[] = [];
  const notices: Notice[] = [];
  let refusal: Error | undefined;
  let local: Awaited<ReturnType<typeof localQueues>>;
  let server: Awaited<ReturnType<typeof serveBackend>>;
  let sns: SNSClient;
  beforeAll(async () => {
    local = await localQueues();
    const backend = startSns(local.sqs.store, 'us-east-1', {
      authorize(demand, topicArn) {
        asked.push([demand, topicArn]);
        if (refusal && demand.resource === FUNCTION) throw refusal;
      },
      invoke: (_, event) => invoked.push(event),
      notify: (notice) => notices.push(notice),
    });
    server = await serveBackend(() => ({ ...backend, stop: async () => {} }));
    sns = new SNSClient(localClient(server.url));
  });
  afterAll(async () => {
    sns.destroy();
    await server.close();
    await local.close();
  });
  const topic = async (Name: string, Attributes: Record<string, string> = {}) =>
    (await sns.send(new CreateTopicCommand({ Name, Attributes }))).TopicArn ?? '';
  const subscribe = (TopicArn: string, Attributes: Record<string, string> = {}) =>
    sns.send(
      new SubscribeCommand({
        TopicArn,
        Protocol: 'lambda',
        Endpoint: FUNCTION,
        Attributes,
        ReturnSubscriptionArn: true,
      }),
    );

  it('meet in the event that Lambda’s guide shows, with the text that is for functions', async () => {
    const TopicArn = await topic('to-function');
    const { SubscriptionArn } = await subscribe(TopicArn);
    await sns.send(
      new PublishCommand({
        ...{ TopicArn, MessageStructure: 'json', Message: '{"default":"d","lambda":"l","sqs":"s"}' },
        MessageAttributes: { kind: { DataType: 'String', StringValue: 'paid' } },
      }),
    );
    expect(asked).toEqual([[{ action: 'lambda:InvokeFunction', resource: FUNCTION }, TopicArn]]);
    expect(JSON.parse(invoked.at(-1) ?? '')).toEqual({
      Records: [
        {
          ...{ EventSource: 'aws:sns', EventVersion: '1.0', EventSubscriptionArn: SubscriptionArn },
          Sns: {
            ...{ Type: 'Notification', TopicArn, Subject: null, Message: 'l', SignatureVersion: '1' },
            ...{ MessageId: expect.any(String), Timestamp: expect.stringMatching(/^\d{4}-.*Z$/) },
            ...{ Signature: expect.any(String), SigningCertUrl: expect.stringMatching(/^https:/) },
            UnsubscribeUrl: expect.stringContaining(`SubscriptionArn=${SubscriptionArn}`),
            MessageAttributes: { kind: { Type: 'String', Value: 'paid' } },
          },
        },
      ],
    });
  });

  it('that does not let it in: the message is in the subscription’s dead-letter queue, and that is told', async () => {
    const dead = await local.queue();
    const TopicArn = await topic('refused');
    await subscribe(TopicArn, { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: dead.arn }) });
    refusal = new Error('not authorized');
    await sns.send(new PublishCommand({ TopicArn, Message: 'm' }));
    refusal = undefined;
    const [letter] = await local.receive(dead);
    expect(JSON.parse(letter?.Body ?? '').Records[0].Sns.Message).toBe('m');
    expect(notices).toEqual([
      {
        ...{ kind: 'subscription-failed', topic: 'refused', endpoint: FUNCTION },
        ...{ reason: 'not authorized', deadLettered: true },
      },
    ]);
  });

  it('do not meet raw, nor in a FIFO topic', async () => {
    await expect(subscribe(await topic('raw'), { RawMessageDelivery: 'true' })).rejects.toThrow(
      'Delivery protocol [lambda] does not support raw message delivery.',
    );
    await expect(subscribe(await topic('in-order.fifo', { FifoTopic: 'true' }))).rejects.toThrow('FIFO');
  });
});
