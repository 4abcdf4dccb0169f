import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { ListTargetsByRuleCommand, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { InvokeCommand, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, describe, expect, it } from 'vitest';
import { aFunction, anAssembly, permission, queue, queuePolicy, rule } from './assembly.ts';
import { aRuntime } from './runtime.ts';

const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const saying = (word: string) => `exports.handler = async () => '${word}';`;
const RESOURCES = {
  Orders: {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      TableName: 'orders',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    },
  },
  Heard: queue('heard'),
  HeardPolicy: queuePolicy('Heard'),
  Function: aFunction('f', { Code: { S3Bucket: 'assets', S3Key: 'first.zip' } }),
  ToQueue: rule('to-queue', { Arn: arn('Heard') }),
};
const CODE = { first: saying('first'), second: saying('second') };

let local: Awaited<ReturnType<typeof aRuntime>>;
afterEach(() => local.runtime.stop());
const run = async (resources: object = RESOURCES) => {
  local = await aRuntime(anAssembly(resources, CODE));
};
const redeploy = (resources: object) => local.runtime.redeploy(anAssembly(resources, CODE));
const answer = async () => {
  const { Payload = new Uint8Array() } = await local.lambda.send(new InvokeCommand({ FunctionName: 'f' }));
  return JSON.parse(Buffer.from(Payload).toString());
};
const put = (source: string) =>
  local.events.send(new PutEventsCommand({ Entries: [{ Source: source, DetailType: 'Tested', Detail: '{}' }] }));
const second = aFunction('f', { Code: { S3Bucket: 'assets', S3Key: 'second.zip' } });

describe('templates that change while the runtime runs', () => {
  it('change a function’s code, and nothing else', async () => {
    await run();
    expect(await answer()).toBe('first');
    expect(await redeploy({ ...RESOURCES, Function: second })).toEqual([
      { did: 'changed', type: 'AWS::Lambda::Function', name: 'f' },
    ]);
    expect(await answer()).toBe('second');
  });

  it('keep what is in tables and queues', async () => {
    await run();
    const dynamodb = new DynamoDBClient(local.access);
    await dynamodb.send(new PutItemCommand({ TableName: 'orders', Item: { pk: { S: 'o-1' } } }));
    const QueueUrl = `${local.runtime.endpoint}/000000000000/heard`;
    await new SQSClient(local.access).send(new SendMessageCommand({ QueueUrl, MessageBody: 'still here' }));

    const Heard = { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'heard', VisibilityTimeout: 5 } };
    const { Orders: _, ...others } = RESOURCES;
    expect(await redeploy({ ...others, Heard })).toEqual([
      { did: 'kept', type: 'AWS::SQS::Queue', name: QueueUrl },
      { did: 'kept', type: 'AWS::DynamoDB::Table', name: 'orders' },
    ]);
    await redeploy(RESOURCES);
    expect((await local.messageIn('heard')).Body).toBe('still here');
    const { Item } = await dynamodb.send(new GetItemCommand({ TableName: 'orders', Key: { pk: { S: 'o-1' } } }));
    expect(Item).toEqual({ pk: { S: 'o-1' } });
  });

  it('change what a rule matches and where it leads, and take rules and functions away', async () => {
    await run({ ...RESOURCES, Other: rule('other', { Arn: arn('Heard') }, { source: ['other'] }) });
    const { Function: _, ...others } = RESOURCES;
    await redeploy({
      ...others,
      More: queue('more'),
      MorePolicy: queuePolicy('More'),
      ToQueue: rule('to-queue', { Id: 'another', Arn: arn('More') }, { source: ['changed'] }),
    });
    await put('test');
    await put('other');
    await put('changed');
    expect(JSON.parse((await local.messageIn('more')).Body ?? '')).toMatchObject({ source: 'changed' });
    await local.runtime.idle();
    expect(await local.attributesOf('heard')).toMatchObject({ ApproximateNumberOfMessages: '0' });
    const { Targets } = await local.events.send(new ListTargetsByRuleCommand({ Rule: 'to-queue' }));
    expect(Targets?.map(({ Id }) => Id)).toEqual(['another']);
    expect(local.runtime.status().rules.map(({ name }) => name)).toEqual(['to-queue']);
    expect((await local.lambda.send(new ListFunctionsCommand())).Functions).toEqual([]);
  });

  it('take a permission away', async () => {
    const resources = { ...RESOURCES, ToFunction: rule('to-function', { Arn: arn('Function') }) };
    await run({ ...resources, Permission: permission('f') });
    await put('test');
    await local.runtime.idle();
    expect(local.notices.filter(({ kind }) => kind === 'delivery-failed')).toEqual([]);
    await redeploy(resources);
    await put('test');
    await local.runtime.idle();
    expect(local.notices).toContainEqual(
      expect.objectContaining({ kind: 'delivery-failed', reason: expect.stringContaining('lambda:InvokeFunction') }),
    );
  });

  it.each([
    ['what the runtime cannot honour', { Stream: { Type: 'AWS::Kinesis::Stream' } }, 'AWS::Kinesis::Stream'],
    ['a wrong pattern', { ToQueue: rule('to-queue', { Arn: arn('Heard') }, { source: [] }) }, 'pattern is not valid'],
    [
      'a wrong policy',
      {
        Role: {
          Type: 'AWS::IAM::Role',
          Properties: { Policies: [{ PolicyDocument: { Statement: { Effect: 'Perhaps' } } }] },
        },
      },
      'it is Allow or Deny',
    ],
  ])('with %s are refused, and what ran runs on', async (_, wrong, text) => {
    await run();
    await expect(redeploy({ ...RESOURCES, Function: second, ...wrong })).rejects.toThrow(text);
    expect(await answer()).toBe('first');
    await put('test');
    expect((await local.messageIn('heard')).Body).toContain('"source":"test"');
  });
});
