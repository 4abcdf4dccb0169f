import { DynamoDBClient, PutItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { pipeInput } from '#local/events/pipes/input-template.ts';
import { aFunction, anAssembly, queue, queuePolicy, rule, table } from '../../assembly.ts';
import { aRuntime } from '../../runtime.ts';

let local: Awaited<ReturnType<typeof aRuntime>>;
afterEach(() => local?.runtime.stop());

const outbox = table('outbox', {
  BillingMode: 'PAY_PER_REQUEST',
  StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
});
const arnOf = (id: string, attribute = 'Arn') => ({ 'Fn::GetAtt': [id, attribute] });
const role = (...Action: string[]) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    RoleName: 'pipe',
    AssumeRolePolicyDocument: {
      Statement: { Effect: 'Allow', Principal: { Service: 'pipes.amazonaws.com' }, Action: 'sts:AssumeRole' },
    },
    Policies: [{ PolicyName: 'p', PolicyDocument: { Statement: { Effect: 'Allow', Action, Resource: '*' } } }],
  },
});
const READS_STREAM = ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'];
const READS_QUEUE = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];
const pipe = (properties: object) => ({
  Type: 'AWS::Pipes::Pipe',
  Properties: { Name: 'carry', RoleArn: arnOf('Role'), ...properties },
});
const fromOutbox = {
  Source: arnOf('Outbox', 'StreamArn'),
  SourceParameters: {
    DynamoDBStreamParameters: { StartingPosition: 'TRIM_HORIZON', BatchSize: 10, MaximumRetryAttempts: 1 },
    FilterCriteria: { Filters: [{ Pattern: '{"eventName":["INSERT"]}' }] },
  },
};
const bus = { Type: 'AWS::Events::EventBus', Properties: { Name: 'letters' } };
const hears = (source: string) => ({
  ...rule('all', { Arn: arnOf('Heard') }, { source: [source] }),
  Properties: {
    ...{ Name: 'all', EventBusName: { Ref: 'Bus' }, EventPattern: { source: [source] } },
    Targets: [{ Id: 'heard', Arn: arnOf('Heard') }],
  },
});
const around = { Outbox: outbox, Bus: bus, Heard: queue('heard'), Policy: queuePolicy('Heard') };
const heard = async () => JSON.parse((await local.messageIn('heard')).Body ?? '');
const send = (name: string, MessageBody: string) =>
  new SQSClient(local.access).send(
    new SendMessageCommand({ QueueUrl: `${local.runtime.endpoint}/000000000000/${name}`, MessageBody }),
  );

describe('a pipe', () => {
  it('carries an outbox to the bus: each event of a transaction, its type and its detail from the item', async () => {
    local = await aRuntime(
      anAssembly({
        ...around,
        Role: role(...READS_STREAM, 'events:PutEvents'),
        Rule: hears('post'),
        Pipe: pipe({
          ...{ ...fromOutbox, Target: arnOf('Bus') },
          TargetParameters: {
            InputTemplate: '{"letter": <$.dynamodb.NewImage.id.S>, "note": "to <$.dynamodb.NewImage.to.S>"}',
            EventBridgeEventBusParameters: { Source: 'post', DetailType: '$.dynamodb.NewImage.type.S' },
          },
        }),
      }),
    );
    const Item = { id: { S: '1' }, to: { S: 'Ann "A."' }, type: { S: 'LetterSent' } };
    await new DynamoDBClient(local.access).send(
      new TransactWriteItemsCommand({ TransactItems: [{ Put: { TableName: 'outbox', Item } }] }),
    );
    expect(await heard()).toMatchObject({
      ...{ source: 'post', 'detail-type': 'LetterSent' },
      detail: { letter: '1', note: 'to Ann "A."' },
    });
  });

  it('says who it is where the template does not', async () => {
    local = await aRuntime(
      anAssembly({
        ...around,
        Role: role(...READS_STREAM, 'events:PutEvents'),
        Rule: hears('Pipe carry'),
        Pipe: pipe({ ...fromOutbox, Target: arnOf('Bus') }),
      }),
    );
    await new DynamoDBClient(local.access).send(new PutItemCommand({ TableName: 'outbox', Item: { id: { S: '1' } } }));
    expect(await heard()).toMatchObject({ 'detail-type': 'Event from aws:dynamodb', detail: { eventName: 'INSERT' } });
  });

  it('carries a queue through a function that enriches to another queue, and leaves out what that drops', async () => {
    const code = `exports.handler = async (records) =>
      records.filter(({ body }) => body !== 'dull').map(({ body }) => ({ body, weight: body.length }));`;
    local = await aRuntime(
      anAssembly(
        {
          ...{ In: queue('in'), Heard: queue('heard'), Weigh: aFunction('weigh') },
          Role: role(...READS_QUEUE, 'lambda:InvokeFunction', 'sqs:SendMessage'),
          Pipe: pipe({ Source: arnOf('In'), Enrichment: arnOf('Weigh'), Target: arnOf('Heard') }),
        },
        { weigh: code },
      ),
    );
    await send('in', 'dull');
    await send('in', 'lively');
    expect(await heard()).toEqual({ body: 'lively', weight: 6 });
    await vi.waitFor(async () =>
      expect(await local?.attributesOf('in')).toMatchObject({ ApproximateNumberOfMessagesNotVisible: '0' }),
    );
  });

  it('hands a batch to a function, and keeps in the queue what that names as failed', async () => {
    const code = `exports.handler = async (records) =>
      ({ batchItemFailures: records.filter(({ body }) => body === 'bad').map(({ messageId }) => ({ itemIdentifier: messageId })) });`;
    const source = queue('in');
    const RedrivePolicy = { deadLetterTargetArn: arnOf('Heard'), maxReceiveCount: 1 };
    local = await aRuntime(
      anAssembly(
        {
          In: { ...source, Properties: { ...source.Properties, RedrivePolicy, VisibilityTimeout: 30 } },
          ...{ Heard: queue('heard'), Take: aFunction('take') },
          Role: role(...READS_QUEUE, 'lambda:InvokeFunction'),
          Pipe: pipe({ Source: arnOf('In'), Target: arnOf('Take') }),
        },
        { take: code },
      ),
    );
    await send('in', 'good');
    await send('in', 'bad');
    expect((await local.messageIn('heard')).Body).toBe('bad');
  });

  it('hands nothing on that its role does not allow, and tells so', async () => {
    local = await aRuntime(
      anAssembly({
        ...around,
        Role: role(...READS_STREAM),
        Pipe: pipe({ ...fromOutbox, Target: arnOf('Bus') }),
      }),
    );
    await new DynamoDBClient(local.access).send(new PutItemCommand({ TableName: 'outbox', Item: { id: { S: '1' } } }));
    await vi.waitFor(
      () =>
        expect(local.notices).toContainEqual(
          expect.objectContaining({ kind: 'pipe-failed', reason: expect.stringContaining('events:PutEvents') }),
        ),
      { timeout: 10_000 },
    );
  });

  it('is refused by what it reads, writes or is enriched by', async () => {
    const refused = aRuntime(
      anAssembly({
        Pipe: pipe({
          RoleArn: 'arn:aws:iam::000000000000:role/r',
          Source: 'arn:aws:kinesis:us-east-1:000000000000:stream/s',
          Target: 'arn:aws:states:us-east-1:000000000000:stateMachine:m',
        }),
      }),
    );
    await expect(refused).rejects.toThrow('pipes read SQS queues and DynamoDB streams here');
    await expect(refused).rejects.toThrow('pipes write to buses, queues, topics and functions here');
  });
});

it('reads a body that is JSON, and quotes text only where JSON wants it', () => {
  const record = { body: '{"name":"Ann \\"A.\\"","parcels":[1,2]}' };
  const declared = { name: 'p', arn: 'arn:p', properties: { RoleArn: 'r', Source: 's', Target: 't' } };
  const made = pipeInput(
    '{"n": <$.body.name>, "t": "<$.body.name> by <aws.pipes.pipe-name>", "p": <$.body.parcels[1]>}',
    record,
    declared,
    0,
  );
  expect(JSON.parse(made)).toEqual({ n: 'Ann "A."', t: 'Ann "A." by p', p: 2 });
});
