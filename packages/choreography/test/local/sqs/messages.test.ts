import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  PurgeQueueCommand,
  SendMessageBatchCommand,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { localQueues } from './local-queues.ts';

let local: Awaited<ReturnType<typeof localQueues>>;
beforeAll(async () => {
  local = await localQueues();
});
afterAll(() => local.close());

const bodies = (messages: { Body?: string | undefined }[]) => messages.map(({ Body }) => Body);

// Recorded at AWS: localstack/localstack, test_sqs.snapshot.json, test_receive_message_message_attribute_names_filters.
test('the digest of attributes is that of the attributes that are given', async () => {
  const queue = await local.queue({ VisibilityTimeout: '0' });
  const attribute = (StringValue: string) => ({ DataType: 'String', StringValue });
  const { MD5OfMessageAttributes } = await local.send(queue, 'msg', {
    MessageAttributes: { Hello: attribute('There'), General: attribute('Kenobi'), 'Help.Me': attribute('Me') },
  });
  expect(MD5OfMessageAttributes).toBe('4c360f3fdafd970e05fae2f149d997f5');
  const received = async (...MessageAttributeNames: string[]) =>
    (await local.receive(queue, { MessageAttributeNames }))[0];
  expect(await received()).not.toHaveProperty('MD5OfMessageAttributes');
  expect(await received('All')).toMatchObject({ MD5OfMessageAttributes });
  const some = await received('Help.*', 'Nothing');
  expect(Object.keys(some?.MessageAttributes ?? {})).toEqual(['Help.Me']);
  expect(some?.MD5OfMessageAttributes).not.toBe(MD5OfMessageAttributes);
  expect(await received('Nothing')).not.toHaveProperty('MessageAttributes');
});

// Recorded at AWS: test_fair_queue_with_message_group_id.
test('a standard queue takes a message group, and tells it', async () => {
  const queue = await local.queue();
  await local.send(queue, 'message', { MessageGroupId: 'test' });
  expect((await local.receive(queue))[0]?.Attributes).toMatchObject({ MessageGroupId: 'test' });
  await expect(local.send(queue, 'x', { MessageDeduplicationId: 'd' })).rejects.toThrow(
    'Value d for parameter MessageDeduplicationId is invalid. Reason: The request include parameter that is not valid for this queue type.',
  );
  await expect(local.send(queue, 'x', { MessageGroupId: 'group 123' })).rejects.toThrow(
    'MessageGroupId can only include alphanumeric and punctuation characters. 1 to 128 in length.',
  );
});

test('a message is hidden for its delay and its visibility timeout, on the clock', async () => {
  const queue = await local.queue({ VisibilityTimeout: '30' });
  await local.send(queue, 'late', { DelaySeconds: 900 });
  expect(await local.receive(queue)).toEqual([]);
  await local.clock.moveBy(900_000);
  expect(await local.receive(queue)).toHaveLength(1);
  expect(await local.receive(queue)).toEqual([]);
  await local.clock.moveBy(30_000);
  expect((await local.receive(queue))[0]?.Attributes?.ApproximateReceiveCount).toBe('2');
});

test('a message that nobody received is gone when its retention period is over', async () => {
  const queue = await local.queue({ MessageRetentionPeriod: '60' });
  await local.send(queue, 'forgotten');
  await local.clock.moveBy(60_000);
  expect(await local.receive(queue)).toEqual([]);
});

test('a queue counts what is visible, received and delayed', async () => {
  const queue = await local.queue();
  await local.send(queue, 'a');
  await local.send(queue, 'b');
  await local.send(queue, 'c', { DelaySeconds: 5 });
  await local.receive(queue, { MaxNumberOfMessages: 1 });
  const { Attributes } = await local.client.send(
    new GetQueueAttributesCommand({ QueueUrl: queue.url, AttributeNames: ['All'] }),
  );
  expect(Attributes).toMatchObject({
    ApproximateNumberOfMessages: '1',
    ApproximateNumberOfMessagesNotVisible: '1',
    ApproximateNumberOfMessagesDelayed: '1',
  });
});

describe('a message is refused', () => {
  const attribute = (more: object) => ({ MessageAttributes: { a: more as never } });
  test.each<[string, object, string]>([
    ['without a body', { MessageBody: '' }, 'The request must contain the parameter MessageBody.'],
    ['with characters that XML does not have', { MessageBody: '\u0001' }, 'Invalid characters found.'],
    ['with a delay of more than 15 minutes', { DelaySeconds: 901 }, 'DelaySeconds must be >= 0 and <= 900.'],
    [
      'with an empty attribute',
      attribute({ DataType: 'String', StringValue: '' }),
      "must contain a non-empty value of type 'String'.",
    ],
    [
      'with an attribute of an unknown type',
      attribute({ DataType: 'Text', StringValue: 'x' }),
      'supported type prefixes: Binary, Number, String',
    ],
    ['with a number that is none', attribute({ DataType: 'Number', StringValue: 'x' }), "Can't cast the value"],
    [
      'with a name that AWS keeps',
      { MessageAttributes: { 'AWS.x': { DataType: 'String', StringValue: 'x' } } },
      "beginning with 'AWS.'",
    ],
    [
      'with eleven attributes',
      {
        MessageAttributes: Object.fromEntries(
          Array.from({ length: 11 }, (_, at) => [`a${at}`, { DataType: 'String', StringValue: 'x' }]),
        ),
      },
      '[11] exceeds the allowed maximum [10]',
    ],
  ])('%s', async (_, more, reason) => {
    const queue = await local.queue();
    await expect(local.send(queue, 'body', more)).rejects.toThrow(reason);
  });
});

test('a body may have any character that XML has, also beyond the basic plane', async () => {
  const queue = await local.queue();
  await local.send(queue, 'thanks \u{1f600}');
  expect(bodies(await local.receive(queue))).toEqual(['thanks \u{1f600}']);
});

test('of a batch, each entry is refused by itself', async () => {
  const queue = await local.queue({ FifoQueue: 'true', ContentBasedDeduplication: 'true' });
  const entry = (Id: string, more: object) => ({ Id, MessageBody: Id, ...more });
  const { Successful, Failed } = await local.client.send(
    new SendMessageBatchCommand({
      QueueUrl: queue.url,
      Entries: [
        entry('good', { MessageGroupId: 'g' }),
        entry('bad', {}),
        entry('late', { MessageGroupId: 'g', DelaySeconds: 2 }),
      ],
    }),
  );
  expect(Successful).toMatchObject([{ Id: 'good', SequenceNumber: expect.stringMatching(/^\d{20}$/) }]);
  expect(Failed).toMatchObject([
    { Id: 'bad', Code: 'MissingParameter', Message: 'The request must contain the parameter MessageGroupId.' },
    { Id: 'late', Code: 'InvalidParameterValue' },
  ]);
});

describe('a FIFO queue', () => {
  const fifo = { FifoQueue: 'true', ContentBasedDeduplication: 'true', VisibilityTimeout: '1' };

  // Recorded at AWS: test_fifo_group_visibility_extends_with_change_message_visibility.
  test.each([
    [0, []],
    [1, ['foo']],
    [2, ['foo', 'bar']],
  ])('gives of a group what comes before message %i, which is still hidden', async (position, visible) => {
    const queue = await local.queue(fifo);
    for (const body of ['foo', 'bar', 'baz']) await local.send(queue, body, { MessageGroupId: '1' });
    const received = await local.receive(queue);
    expect(bodies(received)).toEqual(['foo', 'bar', 'baz']);
    const { ReceiptHandle } = received[position] ?? {};
    await local.client.send(
      new ChangeMessageVisibilityCommand({ QueueUrl: queue.url, ReceiptHandle, VisibilityTimeout: 4 }),
    );
    await local.clock.moveBy(2500);
    expect(bodies(await local.receive(queue))).toEqual(visible);
  });

  test('lets one group wait and goes on with another', async () => {
    const queue = await local.queue(fifo);
    for (const group of ['a', 'a', 'b']) await local.send(queue, `${group}${Math.random()}`, { MessageGroupId: group });
    const [first] = await local.receive(queue, { MaxNumberOfMessages: 1 });
    const others = await local.receive(queue);
    expect(others.map(({ Attributes }) => Attributes?.MessageGroupId)).toEqual(['b']);
    await local.client.send(new DeleteMessageCommand({ QueueUrl: queue.url, ReceiptHandle: first?.ReceiptHandle }));
    expect((await local.receive(queue)).map(({ Attributes }) => Attributes?.MessageGroupId)).toEqual(['a']);
  });

  test('takes a message once in five minutes, by queue or by group', async () => {
    const sendTwice = async (scope: string) => {
      const queue = await local.queue({ ...fifo, DeduplicationScope: scope });
      for (const MessageGroupId of ['a', 'b'])
        await local.send(queue, 'x', { MessageGroupId, MessageDeduplicationId: 'same' });
      return { queue, received: await local.receive(queue) };
    };
    const { queue, received } = await sendTwice('queue');
    expect(received).toHaveLength(1);
    expect((await sendTwice('messageGroup')).received).toHaveLength(2);
    await local.clock.moveBy(5 * 60_000);
    await local.send(queue, 'x', { MessageGroupId: 'c', MessageDeduplicationId: 'same' });
    expect((await local.receive(queue)).map(({ Attributes }) => Attributes?.MessageGroupId)).toContain('c');
  });

  test('refuses the receipt handle of a message that is visible again', async () => {
    const queue = await local.queue(fifo);
    await local.send(queue, 'x', { MessageGroupId: 'a' });
    const [message] = await local.receive(queue);
    await local.clock.moveBy(1000);
    const remove = new DeleteMessageCommand({ QueueUrl: queue.url, ReceiptHandle: message?.ReceiptHandle });
    await expect(local.client.send(remove)).rejects.toThrow('Reason: The receipt handle has expired.');
  });

  test('has its own attributes, which a standard queue has not', async () => {
    await expect(local.queue({ DeduplicationScope: 'queue' })).rejects.toThrow(
      'You can specify the DeduplicationScope only when FifoQueue is set to true.',
    );
    await expect(local.queue({ ContentBasedDeduplication: 'true' })).rejects.toThrow(
      'Unknown Attribute ContentBasedDeduplication.',
    );
    await expect(local.queue({ ...fifo, FifoThroughputLimit: 'perMessageGroupId' })).rejects.toThrow(
      'DeduplicationScope',
    );
    await local.queue({ ...fifo, FifoThroughputLimit: 'perMessageGroupId', DeduplicationScope: 'messageGroup' });
  });
});

test('a queue is purged once a minute', async () => {
  const queue = await local.queue();
  await local.send(queue, 'gone');
  const purge = () => local.client.send(new PurgeQueueCommand({ QueueUrl: queue.url }));
  await purge();
  expect(await local.receive(queue)).toEqual([]);
  await expect(purge()).rejects.toThrow('is allowed every 60 seconds.');
  await local.clock.moveBy(60_000);
  await purge();
});

test.each(['with space', '', 'x'.repeat(81)])('a queue cannot be called "%s"', async (name) => {
  await expect(local.sqs.createQueue(name, {})).rejects.toThrow(/1 to 80 in length|QueueName/);
});
