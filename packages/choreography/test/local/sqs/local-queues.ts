import {
  CreateQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SendMessageCommandInput,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { Clock } from '#local/runtime/clock.ts';
import { startSns } from '#local/sns/start-sns.ts';
import { startSqs } from '#local/sqs/start-sqs.ts';
import { localClient, serveBackend } from '../dynamodb/serve-backend.ts';

/** A local SQS whose clock is held, with a real client. */
export async function localQueues() {
  const clock = new Clock();
  clock.hold();
  const server = await serveBackend(() => sqs);
  const sqs = await startSqs({ region: 'us-east-1', account: '000000000000', endpoint: () => server.url, clock });
  const client = new SQSClient(localClient(server.url));
  let made = 0;
  return {
    ...{ clock, sqs, client, sns: startSns(sqs.store, 'us-east-1', { authorize() {}, invoke() {}, notify() {} }) },
    /** Makes a queue with a name of its own. */
    async queue(Attributes: Record<string, string> = {}) {
      const QueueName = `queue-${++made}${Attributes.FifoQueue ? '.fifo' : ''}`;
      const { QueueUrl = '' } = await client.send(new CreateQueueCommand({ QueueName, Attributes }));
      return { url: QueueUrl, arn: sqs.store.arnOf(QueueName) };
    },
    send: ({ url }: { url: string }, MessageBody: string, more: Partial<SendMessageCommandInput> = {}) =>
      client.send(new SendMessageCommand({ QueueUrl: url, MessageBody, ...more })),
    receive: async ({ url }: { url: string }, more: object = {}) =>
      (
        await client.send(
          new ReceiveMessageCommand({
            QueueUrl: url,
            MaxNumberOfMessages: 10,
            MessageSystemAttributeNames: ['All'],
            MessageAttributeNames: ['All'],
            ...more,
          }),
        )
      ).Messages ?? [],
    async close() {
      client.destroy();
      await sqs.stop();
      await server.close();
    },
  };
}

export const redriveTo = ({ arn }: { arn: string }, maxReceiveCount = 1) =>
  JSON.stringify({ deadLetterTargetArn: arn, maxReceiveCount });
