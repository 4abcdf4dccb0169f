import {
  CreateQueueCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  QueueDoesNotExist,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Sqs, startSqs } from '#local/sqs/start-sqs.ts';
import { localClient, serveBackend } from '../dynamodb/serve-backend.ts';

let sqs: Sqs;
let server: Awaited<ReturnType<typeof serveBackend>>;
let client: SQSClient;
beforeAll(async () => {
  server = await serveBackend(() => sqs);
  sqs = await startSqs({ region: 'eu-central-1', account: '000000000000', endpoint: () => server.url });
  client = new SQSClient(localClient(server.url));
});
afterAll(async () => {
  client.destroy();
  await sqs.stop();
  await server.close();
});

const receive = async (QueueUrl: string, more: object = {}) =>
  (await client.send(new ReceiveMessageCommand({ QueueUrl, ...more }))).Messages ?? [];

test('a queue is found by the URL of the gateway and belongs to the region and account it was given', async () => {
  const { url, arn } = await sqs.createQueue('found', { MessageRetentionPeriod: '1209600' });
  expect(url).toBe(`${server.url}/000000000000/found`);
  expect(arn).toBe('arn:aws:sqs:eu-central-1:000000000000:found');
  expect((await client.send(new GetQueueUrlCommand({ QueueName: 'found' }))).QueueUrl).toBe(url);
  expect((await client.send(new ListQueuesCommand({ QueueNamePrefix: 'fou' }))).QueueUrls).toEqual([url]);
  const { Attributes } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn', 'MessageRetentionPeriod'] }),
  );
  expect(Attributes).toEqual({ QueueArn: arn, MessageRetentionPeriod: '1209600' });
});

test('a queue made by a client is the same as one made here, and is gone when deleted', async () => {
  const { QueueUrl = '' } = await client.send(new CreateQueueCommand({ QueueName: 'by-client' }));
  expect(await sqs.createQueue('by-client', {})).toMatchObject({ url: QueueUrl });
  await client.send(new DeleteQueueCommand({ QueueUrl }));
  expect((await client.send(new ListQueuesCommand({ QueueNamePrefix: 'by-client' }))).QueueUrls ?? []).toEqual([]);
  await expect(receive(QueueUrl)).rejects.toBeInstanceOf(QueueDoesNotExist);
});

test('a message that is sent here is received with its attributes, until it is deleted', async () => {
  const { url } = await sqs.createQueue('attributes', {});
  await sqs.send('attributes', '{"detail":"ü"}', { ERROR_CODE: { DataType: 'String', StringValue: 'SDK_ERROR' } });
  const [message] = await receive(url, {
    MessageAttributeNames: ['All'],
    MessageSystemAttributeNames: ['All'],
    VisibilityTimeout: 0,
  });
  expect(message).toMatchObject({
    Body: '{"detail":"ü"}',
    MessageAttributes: { ERROR_CODE: { DataType: 'String', StringValue: 'SDK_ERROR' } },
    Attributes: { ApproximateReceiveCount: '1' },
  });
  const [again] = await receive(url);
  await client.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: again?.ReceiptHandle }));
  const { Attributes } = await client.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] }));
  expect(Attributes).toMatchObject({ ApproximateNumberOfMessages: '0', ApproximateNumberOfMessagesNotVisible: '0' });
});

test('a receive waits for a message that comes', async () => {
  const { url } = await sqs.createQueue('waiting', {});
  const waiting = receive(url, { WaitTimeSeconds: 20 });
  await client.send(
    new SendMessageBatchCommand({ QueueUrl: url, Entries: [{ Id: 'one', MessageBody: 'here it comes' }] }),
  );
  expect((await waiting)[0]?.Body).toBe('here it comes');
});

test('a message that is received too often moves to the dead-letter queue', async () => {
  const dead = await sqs.createQueue('dead', {});
  const redrive = JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 1 });
  const { url } = await sqs.createQueue('alive', { VisibilityTimeout: '0', RedrivePolicy: redrive });
  await client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'poison' }));
  expect(await receive(url)).toHaveLength(1);
  expect(await receive(url)).toHaveLength(0);
  expect((await receive(dead.url))[0]?.Body).toBe('poison');
});

test('what SQS refuses is said with the name of the queue', async () => {
  await expect(sqs.send('nowhere', 'x')).rejects.toThrow(
    'The local SQS refused a message to queue nowhere: The specified queue does not exist.',
  );
  await expect(sqs.createQueue('short', { MessageRetentionPeriod: '1' })).rejects.toThrow(
    /refused to create queue short: .*MessageRetentionPeriod.*between 60 and 1209600/,
  );
});

test('an unknown action, an unreadable body and the query protocol get an error that says so', async () => {
  const handle = (headers: Record<string, string>, body: string) =>
    sqs.handle({ method: 'POST', path: '/', headers, body: Buffer.from(body) });
  const unknown = await handle({ 'x-amz-target': 'AmazonSQS.AddPermission' }, '{}');
  expect(unknown).toMatchObject({ status: 400, body: expect.stringContaining('AddPermission') });
  const unreadable = await handle({ 'x-amz-target': 'AmazonSQS.SendMessage' }, '{');
  expect(unreadable).toMatchObject({ status: 400, body: expect.stringContaining('SerializationException') });
  const query = await handle({ 'content-type': 'application/x-www-form-urlencoded' }, 'Action=ListQueues');
  expect(query).toMatchObject({ status: 400, body: expect.stringContaining('AWS JSON protocol only') });
});
