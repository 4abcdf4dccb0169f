import {
  CancelMessageMoveTaskCommand,
  ListDeadLetterSourceQueuesCommand,
  ListMessageMoveTasksCommand,
  SetQueueAttributesCommand,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { queueRecord } from '#local/lambda/event-source/queue-record.ts';
import { QueueConsumer } from '#local/sqs/queue-consumer.ts';
import { localQueues, redriveTo } from './local-queues.ts';

let local: Awaited<ReturnType<typeof localQueues>>;
beforeAll(async () => {
  local = await localQueues();
});
afterAll(() => local.close());

/** A queue whose messages are dead letters after one receive, with so many of them. */
async function deadLetters(count: number) {
  const dead = await local.queue();
  const work = await local.queue({ VisibilityTimeout: '0', RedrivePolicy: redriveTo(dead) });
  for (let at = 0; at < count; at++) await local.send(work, `poison-${at}`);
  await local.receive(work);
  expect(await local.receive(work)).toEqual([]);
  return { dead, work };
}
const start = (SourceArn: string, more: object = {}) =>
  local.client.send(new StartMessageMoveTaskCommand({ SourceArn, ...more }));
const tasks = async (SourceArn: string, MaxResults = 10) =>
  (await local.client.send(new ListMessageMoveTasksCommand({ SourceArn, MaxResults }))).Results;

// Recorded at AWS: localstack/localstack, test_sqs.snapshot.json, test_dead_letter_queue_message_attributes.
test('a dead letter keeps its id, its time and its attributes, counts on, and tells where it came from', async () => {
  const dead = await local.queue();
  const work = await local.queue({ VisibilityTimeout: '0', RedrivePolicy: redriveTo(dead) });
  const sent = await local.send(work, 'message-1', {
    MessageAttributes: { MyAttribute: { DataType: 'String', StringValue: 'foobar' } },
    MessageSystemAttributes: { AWSTraceHeader: { DataType: 'String', StringValue: 'Root=1-5759e988' } },
  });
  const [first] = await local.receive(work);
  await local.clock.moveBy(5000);
  expect(await local.receive(work)).toEqual([]);
  const [letter] = await local.receive(dead);
  expect(letter).toMatchObject({
    MessageId: sent.MessageId,
    MD5OfMessageAttributes: 'adb59cd4678ea5a855436b949cd07ab6',
    Attributes: {
      ApproximateReceiveCount: '2',
      SentTimestamp: first?.Attributes?.SentTimestamp,
      AWSTraceHeader: 'Root=1-5759e988',
      DeadLetterQueueSourceArn: work.arn,
    },
  });
  expect(first?.Attributes).not.toHaveProperty('DeadLetterQueueSourceArn');
});

test('a dead-letter queue knows its sources', async () => {
  const { dead, work } = await deadLetters(0);
  const { queueUrls } = await local.client.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl: dead.url }));
  expect(queueUrls).toEqual([work.url]);
});

test('dead letters are moved back to where they came from, as new messages', async () => {
  const { dead, work } = await deadLetters(2);
  await start(dead.arn);
  await local.clock.moveBy(0);
  expect(await local.receive(dead)).toEqual([]);
  const moved = await local.receive(work);
  expect(moved.map(({ Body }) => Body)).toEqual(['poison-0', 'poison-1']);
  expect(moved[0]?.Attributes).toMatchObject({ ApproximateReceiveCount: '1' });
  expect(moved[0]?.Attributes).not.toHaveProperty('DeadLetterQueueSourceArn');
  expect(await tasks(dead.arn)).toEqual([
    {
      Status: 'COMPLETED',
      SourceArn: dead.arn,
      ApproximateNumberOfMessagesMoved: 2,
      ApproximateNumberOfMessagesToMove: 2,
      StartedTimestamp: expect.any(Number),
    },
  ]);
});

test('dead letters are moved to another queue at the rate that is asked for, until it is cancelled', async () => {
  const { dead } = await deadLetters(3);
  const other = await local.queue();
  const { TaskHandle } = await start(dead.arn, { DestinationArn: other.arn, MaxNumberOfMessagesPerSecond: 1 });
  await expect(start(dead.arn)).rejects.toThrow('There is already a task running.');
  await local.clock.moveBy(2000);
  expect(await tasks(dead.arn)).toMatchObject([{ Status: 'RUNNING', TaskHandle, ApproximateNumberOfMessagesMoved: 2 }]);
  await local.client.send(new CancelMessageMoveTaskCommand({ TaskHandle }));
  await local.clock.moveBy(2000);
  expect(await tasks(dead.arn)).toMatchObject([{ Status: 'CANCELLED', ApproximateNumberOfMessagesMoved: 2 }]);
  expect(await local.receive(other)).toHaveLength(2);
});

test('what cannot be moved is refused as by AWS', async () => {
  const { dead } = await deadLetters(1);
  const plain = await local.queue();
  await expect(start(plain.arn)).rejects.toThrow('Source queue must be configured as a Dead Letter Queue.');
  const nowhere = `${plain.arn}-not-there`;
  await expect(start(nowhere)).rejects.toThrow(
    "The resource that you specified for the SourceArn parameter doesn't exist.",
  );
  await expect(start(dead.arn, { DestinationArn: nowhere })).rejects.toThrow('DestinationArn parameter');
  const cancel = (TaskHandle: string) => local.client.send(new CancelMessageMoveTaskCommand({ TaskHandle }));
  await expect(cancel('foobared')).rejects.toThrow('Value for parameter TaskHandle is invalid.');
  const handle = (sourceArn: string) => Buffer.from(JSON.stringify({ taskId: 'x', sourceArn })).toString('base64');
  await expect(cancel(handle(dead.arn))).rejects.toThrow('Task does not exist.');
});

test('redrive policies are judged: the target exists, is of the same kind, and allows it', async () => {
  const dead = await local.queue();
  await expect(local.queue({ RedrivePolicy: redriveTo({ arn: `${dead.arn}-not-there` }) })).rejects.toThrow(
    'Dead letter target does not exist.',
  );
  await expect(local.queue({ FifoQueue: 'true', RedrivePolicy: redriveTo(dead) })).rejects.toThrow(
    'same type of queue',
  );
  await expect(local.queue({ RedrivePolicy: redriveTo(dead, 0) })).rejects.toThrow('maxReceiveCount');
  await expect(local.queue({ RedrivePolicy: '{"deadLetterTargetArn":"x","maxReceiveCount":1}' })).rejects.toThrow(
    'deadLetterTargetArn',
  );
  const set = (RedriveAllowPolicy: object) =>
    local.client.send(
      new SetQueueAttributesCommand({
        QueueUrl: dead.url,
        Attributes: { RedriveAllowPolicy: JSON.stringify(RedriveAllowPolicy) },
      }),
    );
  await set({ redrivePermission: 'denyAll' });
  await expect(local.queue({ RedrivePolicy: redriveTo(dead) })).rejects.toThrow('redrive allow policy');
  await expect(set({ redrivePermission: 'byQueue' })).rejects.toThrow('sourceQueueArns');
  await expect(set({ redrivePermission: 'some' })).rejects.toThrow('redrivePermission');
  const allowed = await local.queue();
  await set({ redrivePermission: 'byQueue', sourceQueueArns: [allowed.arn] });
  await local.client.send(
    new SetQueueAttributesCommand({ QueueUrl: allowed.url, Attributes: { RedrivePolicy: redriveTo(dead) } }),
  );
  await expect(local.queue({ RedrivePolicy: redriveTo(dead) })).rejects.toThrow('redrive allow policy');
});

test('a function that is fed from the dead-letter queue sees where a message came from', async () => {
  const { dead, work } = await deadLetters(1);
  const consumer = new QueueConsumer(local.sqs.store, dead.arn, () => local.clock.now());
  const records = consumer.take(10).map((message) => queueRecord(message, dead.arn));
  expect(records).toMatchObject([
    {
      body: 'poison-0',
      attributes: { ApproximateReceiveCount: '2', DeadLetterQueueSourceArn: work.arn },
      eventSourceARN: dead.arn,
    },
  ]);
});
