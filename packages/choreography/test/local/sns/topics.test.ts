import {
  CreateTopicCommand,
  GetSubscriptionAttributesCommand,
  ListSubscriptionsByTopicCommand,
  PublishBatchCommand,
  PublishCommand,
  type PublishCommandInput,
  SetSubscriptionAttributesCommand,
  SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { localClient, serveBackend } from '../dynamodb/serve-backend.ts';
import { localQueues } from '../sqs/local-queues.ts';

let local: Awaited<ReturnType<typeof localQueues>>;
let server: Awaited<ReturnType<typeof serveBackend>>;
let sns: SNSClient;
beforeAll(async () => {
  local = await localQueues();
  server = await serveBackend(() => ({ ...local.sns, stop: async () => {} }));
  sns = new SNSClient(localClient(server.url));
});
afterAll(async () => {
  sns.destroy();
  await server.close();
  await local.close();
});

let made = 0;
async function aTopic(Attributes: Record<string, string> = {}): Promise<string> {
  const Name = `topic-${++made}${Attributes.FifoTopic ? '.fifo' : ''}`;
  return (await sns.send(new CreateTopicCommand({ Name, Attributes }))).TopicArn ?? '';
}
async function subscribe(TopicArn: string, queue: { arn: string }, Attributes: Record<string, string> = {}) {
  const Endpoint = queue.arn;
  return (await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint, Attributes }))).SubscriptionArn;
}
/** A topic with one queue; `filter` is the policy of its subscription. */
async function topicAndQueue(attributes: Record<string, string> = {}, filter?: object) {
  const [topic, queue] = [await aTopic(), await local.queue()];
  await subscribe(topic, queue, {
    RawMessageDelivery: 'true',
    ...(filter && { FilterPolicy: JSON.stringify(filter) }),
    ...attributes,
  });
  return { topic, queue };
}
const publish = (TopicArn: string, Message: string, more: Partial<PublishCommandInput> = {}) =>
  sns.send(new PublishCommand({ TopicArn, Message, ...more }));
const bodiesIn = async (queue: { url: string }) => (await local.receive(queue)).map(({ Body }) => Body);

test('a message is in an envelope, or raw with its attributes', async () => {
  const topic = await aTopic();
  const [wrapped, plain] = [await local.queue(), await local.queue()];
  await subscribe(topic, wrapped);
  await subscribe(topic, plain, { RawMessageDelivery: 'true' });
  const attr1 = { DataType: 'Number', StringValue: '99.12' };
  await publish(topic, 'text', { Subject: 'Hello', MessageAttributes: { attr1 } });
  const [envelope] = await local.receive(wrapped);
  expect(JSON.parse(envelope?.Body ?? '')).toMatchObject({
    ...{ Type: 'Notification', TopicArn: topic, Subject: 'Hello', Message: 'text' },
    MessageAttributes: { attr1: { Type: 'Number', Value: '99.12' } },
  });
  expect(envelope).not.toHaveProperty('MessageAttributes');
  expect((await local.receive(plain))[0]).toMatchObject({ Body: 'text', MessageAttributes: { attr1 } });
});

// Recorded at AWS: localstack/localstack, test_sns.snapshot.json, test_message_structure_json_exc and _to_sqs.
test('a message of several texts gives a queue its own, else the default', async () => {
  const { topic, queue } = await topicAndQueue();
  const json = { MessageStructure: 'json' };
  await publish(topic, JSON.stringify({ default: 'default field', sqs: '{"field": "value"}' }), json);
  await publish(topic, JSON.stringify({ default: 'default field', email: 'x' }), json);
  expect(await bodiesIn(queue)).toEqual(['{"field": "value"}', 'default field']);
  await expect(publish(topic, '{"sqs":"x"}', json)).rejects.toThrow('No default entry in JSON message body');
  await expect(publish(topic, 'no json', json)).rejects.toThrow('JSON message body failed to parse');
});

test('a message group goes on to a standard queue', async () => {
  const { topic, queue } = await topicAndQueue();
  await publish(topic, 'x', { MessageGroupId: 'tenant-1' });
  expect((await local.receive(queue))[0]?.Attributes).toMatchObject({ MessageGroupId: 'tenant-1' });
  await expect(publish(topic, 'x', { MessageDeduplicationId: 'd' })).rejects.toThrow('not valid for this topic type');
});

test('a FIFO topic keeps the order of groups and takes a message once', async () => {
  const topic = await aTopic({ FifoTopic: 'true' });
  const queue = await local.queue({ FifoQueue: 'true' });
  await subscribe(topic, queue, { RawMessageDelivery: 'true' });
  const send = (id: string) => publish(topic, id, { MessageGroupId: 'g', MessageDeduplicationId: id });
  const first = await send('one');
  await send('two');
  expect(await send('one')).toMatchObject({ MessageId: first.MessageId, SequenceNumber: first.SequenceNumber });
  expect(await bodiesIn(queue)).toEqual(['one', 'two']);
  await expect(publish(topic, 'x')).rejects.toThrow('The MessageGroupId parameter is required for FIFO topics');
  await expect(subscribe(await aTopic(), queue)).rejects.toThrow(
    'FIFO SQS Queues can not be subscribed to standard SNS topics',
  );
});

test('of a batch, each entry is published or refused by itself', async () => {
  const { topic, queue } = await topicAndQueue();
  const entries = [
    { Id: 'good', Message: 'fine' },
    { Id: 'bad', Message: 'x', MessageDeduplicationId: 'd' },
  ];
  const { Successful, Failed } = await sns.send(
    new PublishBatchCommand({ TopicArn: topic, PublishBatchRequestEntries: entries }),
  );
  expect(Successful).toMatchObject([{ Id: 'good' }]);
  expect(Failed).toMatchObject([{ Id: 'bad', Code: 'InvalidParameter', SenderFault: true }]);
  expect(await bodiesIn(queue)).toEqual(['fine']);
});

describe('a filter of attributes', () => {
  const policy = { store: ['value1'], price: [{ numeric: ['>', 0, '<=', 100] }] };
  const attributes = (store: object, price?: string) => ({
    MessageAttributes: {
      store: store as never,
      ...(price !== undefined && { price: { DataType: 'Number', StringValue: price } }),
    },
  });
  const text = (StringValue: string) => ({ DataType: 'String', StringValue });
  test.each<[string, object, boolean]>([
    ['passes what has all', attributes(text('value1'), '99.12'), true],
    ['passes one of an array', attributes({ DataType: 'String.Array', StringValue: '["value0","value1"]' }, '1'), true],
    ['stops another value', attributes(text('value2'), '1'), false],
    ['stops a number that is too large', attributes(text('value1'), '100.01'), false],
    ['stops what lacks one', attributes(text('value1')), false],
    ['stops an array that is none', attributes({ DataType: 'String.Array', StringValue: 'value1' }, '1'), false],
    ['stops bytes', attributes({ DataType: 'Binary', BinaryValue: Buffer.from('value1') }, '1'), false],
  ])('%s', async (_, more, passes) => {
    const { topic, queue } = await topicAndQueue({}, policy);
    await publish(topic, 'x', more);
    expect(await bodiesIn(queue)).toHaveLength(passes ? 1 : 0);
  });
});

// The cases of localstack/localstack, tests/aws/services/sns/test_sns_filter_policy.py, which were run at AWS.
describe('a filter of the body', () => {
  const records = {
    Records: { s3: { object: { key: [{ prefix: 'auto-' }] } }, eventName: [{ prefix: 'ObjectCreated:' }] },
  };
  const record = (key: string, eventName: string) => ({ eventName, s3: { object: { key } } });
  const either = {
    $or: [{ metricName: ['CPUUtilization'] }, { namespace: ['AWS/EC2'] }],
    detail: { scope: ['Service'], $or: [{ source: ['aws.cloudwatch'] }, { type: ['Alarm'] }] },
  };
  test.each<[string, object, unknown, boolean]>([
    [
      'finds one of an array',
      { headers: { 'route-to': ['queue1'] } },
      { headers: { 'route-to': ['queue1', 'queue2'] } },
      true,
    ],
    ['misses another', { headers: { 'route-to': ['queue1'] } }, { headers: { 'route-to': ['queue3'] } }, false],
    [
      'finds an object of an array',
      records,
      { Records: [record('x', 'y'), record('auto-1', 'ObjectCreated:Put')] },
      true,
    ],
    [
      'wants both in one object',
      records,
      { Records: [record('auto-1', 'y'), record('x', 'ObjectCreated:Put')] },
      false,
    ],
    [
      'finds an object in arrays of arrays',
      records,
      { Records: [{ eventName: 'ObjectCreated:Put', s3: { object: [[{ key: 'auto-1' }]] } }] },
      true,
    ],
    ['takes either below the top', either, { namespace: 'AWS/EC2', detail: { scope: 'Service', type: 'Alarm' } }, true],
    ['takes neither', either, { namespace: 'AWS/EC2', detail: { scope: 'Service', type: 'CPUUtilization' } }, false],
    ['sees that a field is absent', { object: { key: [{ exists: false }] } }, { object: { other: 'x' } }, true],
    ['passes no text that is no object', { a: ['x'] }, 'x', false],
  ])('%s', async (_, policy, body, passes) => {
    const { topic, queue } = await topicAndQueue({ FilterPolicyScope: 'MessageBody' }, policy);
    await publish(topic, typeof body === 'string' ? body : JSON.stringify(body));
    expect(await bodiesIn(queue)).toHaveLength(passes ? 1 : 0);
  });
});

describe('a subscription is refused', () => {
  test.each<[string, Record<string, string>, string | RegExp]>([
    ['with a filter that is no JSON', { FilterPolicy: '{not json' }, 'FilterPolicy: failed to parse JSON.'],
    [
      'with a value that is no array',
      { FilterPolicy: '{"key":"value"}' },
      /Attributes Reason: FilterPolicy: "key" must be an object or an array/,
    ],
    [
      'with an operator that does not exist',
      { FilterPolicy: '{"key":[{"wrong-operator":true}]}' },
      'Unrecognized match type wrong-operator',
    ],
    ['with an empty array', { FilterPolicy: '{"key":[]}' }, 'Empty arrays are not allowed'],
    [
      'with a nested filter of attributes',
      { FilterPolicy: '{"a":{"b":["x"]}}' },
      'Filter policy scope MessageAttributes does not support nested filter policy',
    ],
    [
      'with six keys',
      { FilterPolicy: JSON.stringify(Object.fromEntries([...'abcdef'].map((key) => [key, ['x']]))) },
      'Filter policy can not have more than 5 keys',
    ],
    [
      'with too many combinations',
      { FilterPolicy: JSON.stringify({ a: [...'abcdefghijklm'], b: [...'abcdefghijklm'] }) },
      'Filter policy is too complex',
    ],
    [
      'with a scope that does not exist',
      { FilterPolicyScope: 'Body' },
      'Please use either MessageBody or MessageAttributes',
    ],
    [
      'with a delivery that is neither',
      { RawMessageDelivery: 'wrongvalue' },
      'RawMessageDelivery: Invalid value [wrongvalue]. Must be true or false.',
    ],
    [
      'with a dead-letter queue that is none',
      { RedrivePolicy: '{"deadLetterTargetArn":"x"}' },
      'deadLetterTargetArn is an invalid arn',
    ],
  ])('%s', async (_, attributes, reason) => {
    await expect(subscribe(await aTopic(), await local.queue(), attributes)).rejects.toThrow(reason);
  });
});

describe('a message is refused', () => {
  const attribute = (name: string, more: object) => ({ MessageAttributes: { [name]: more as never } });
  test.each<[string, object, string]>([
    ['that is empty', { Message: '' }, 'Invalid parameter: Empty message'],
    ['that is too long', { Message: 'x'.repeat(262_145) }, 'Invalid parameter: Message too long'],
    ['with a subject of two lines', { Subject: 'a\nb' }, 'Invalid parameter: Subject'],
    [
      'with an empty attribute',
      attribute('attr1', { DataType: 'String', StringValue: '' }),
      "must contain non-empty message attribute value for message attribute type 'String'",
    ],
    [
      'with an attribute of an unknown type',
      attribute('attr1', { DataType: 'Text', StringValue: 'x' }),
      'the set of supported type prefixes is Binary, Number, and String.',
    ],
    [
      'with a name that has a caret',
      attribute('a^', { DataType: 'String', StringValue: 'x' }),
      "'#x5E' was found in the message attribute name",
    ],
  ])('%s', async (_, more, reason) => {
    const { topic } = await topicAndQueue();
    await expect(publish(topic, 'x', more)).rejects.toThrow(reason);
  });
});

test('what a queue that is gone is sent goes to the dead-letter queue of the subscription', async () => {
  const [topic, dead] = [await aTopic(), await local.queue()];
  await subscribe(
    topic,
    { arn: `${dead.arn}-gone` },
    {
      RawMessageDelivery: 'true',
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: dead.arn }),
    },
  );
  await publish(topic, 'lost');
  expect(await bodiesIn(dead)).toEqual(['lost']);
});

test('a subscription is told, changed, listed and removed', async () => {
  const { topic, queue } = await topicAndQueue();
  const [listed] = (await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: topic }))).Subscriptions ?? [];
  const { SubscriptionArn } = listed ?? {};
  expect(listed).toMatchObject({ Protocol: 'sqs', Endpoint: queue.arn, TopicArn: topic });
  await sns.send(
    new SetSubscriptionAttributesCommand({
      SubscriptionArn,
      AttributeName: 'FilterPolicy',
      AttributeValue: '{"a":["x"]}',
    }),
  );
  const { Attributes } = await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }));
  expect(Attributes).toMatchObject({ FilterPolicy: '{"a":["x"]}', FilterPolicyScope: 'MessageAttributes' });
  await publish(topic, 'stopped');
  expect(await bodiesIn(queue)).toEqual([]);
  await sns.send(new UnsubscribeCommand({ SubscriptionArn }));
  expect((await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: topic }))).Subscriptions).toEqual([]);
});
