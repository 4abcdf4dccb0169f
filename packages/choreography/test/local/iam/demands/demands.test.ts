import { describe, expect, it } from 'vitest';
import type { AwsRequest } from '#local/gateway/backend.ts';
import { dynamodbDemands } from '#local/iam/demands/dynamodb.ts';
import { eventsDemands } from '#local/iam/demands/events.ts';
import { lambdaDemands } from '#local/iam/demands/lambda.ts';
import { logsDemands, snsDemands } from '#local/iam/demands/others.ts';
import { sesDemands } from '#local/iam/demands/ses.ts';
import { sqsDemands } from '#local/iam/demands/sqs.ts';
import { stsDemands } from '#local/iam/demands/sts.ts';

const call = (target: string, body: object, more: Partial<AwsRequest> = {}): AwsRequest => ({
  ...{ method: 'POST', path: '/', headers: { 'x-amz-target': target }, body: Buffer.from(JSON.stringify(body)) },
  ...more,
});
const of = (service: string, resource: string) => `arn:aws:${service}:us-east-1:000000000000:${resource}`;

describe('EventBridge', () => {
  it('is asked for each bus once, with all sources and detail types that are put on it', () => {
    const entry = (Source: string, DetailType: string, EventBusName?: string) => ({ Source, DetailType, EventBusName });
    const Entries = [entry('a', 'A', 'shop'), entry('a', 'B', of('events', 'event-bus/shop')), entry('b', 'C')];
    expect(eventsDemands(call('AWSEvents.PutEvents', { Entries }))).toEqual([
      {
        action: 'events:PutEvents',
        resource: of('events', 'event-bus/shop'),
        context: { 'events:source': ['a'], 'events:detail-type': ['A', 'B'] },
      },
      {
        action: 'events:PutEvents',
        resource: of('events', 'event-bus/default'),
        context: { 'events:source': ['b'], 'events:detail-type': ['C'] },
      },
    ]);
  });

  it.each([
    ['PutRule', { Name: 'r', EventBusName: 'shop' }, 'rule/shop/r'],
    ['DescribeRule', { Name: 'r' }, 'rule/r'],
    ['PutTargets', { Rule: 'r', EventBusName: 'shop' }, 'rule/shop/r'],
    ['ListTargetsByRule', { Rule: 'r' }, 'rule/r'],
    ['DescribeEventBus', { Name: 'shop' }, 'event-bus/shop'],
    ['CreateArchive', { ArchiveName: 'a' }, 'archive/a'],
    ['DescribeReplay', { ReplayName: 'p' }, 'replay/p'],
    ['ListRules', {}, 'rule/*'],
    ['ListEventBuses', {}, 'event-bus/*'],
    ['TestEventPattern', {}, '*'],
  ])('is asked for %s %j on %s', (action, input, resource) => {
    expect(eventsDemands(call(`AWSEvents.${action}`, input))).toMatchObject([
      { action: `events:${action}`, resource: resource === '*' ? '*' : of('events', resource) },
    ]);
  });
});

describe('DynamoDB', () => {
  const demands = dynamodbDemands((table) => (table === 'orders' ? 'pk' : undefined));
  const key = (pk: string) => ({ sk: { S: 'x' }, pk: { S: pk } });
  const asks = (action: string, input: object) =>
    demands(call(`DynamoDB_20120810.${action}`, input)).map(({ action: asked, resource, context = {} }) => [
      asked.slice('dynamodb:'.length),
      resource.split('table/')[1],
      context['dynamodb:leadingkeys'],
    ]);

  it.each([
    ['GetItem', { TableName: 'orders', Key: key('a') }, [['GetItem', 'orders', ['a']]]],
    ['PutItem', { TableName: of('dynamodb', 'table/orders'), Item: key('a') }, [['PutItem', 'orders', ['a']]]],
    ['Scan', { TableName: 'orders' }, [['Scan', 'orders', undefined]]],
    [
      'Query',
      {
        TableName: 'orders',
        KeyConditionExpression: '#k = :k AND sk > :s',
        ExpressionAttributeNames: { '#k': 'pk' },
        ExpressionAttributeValues: { ':k': { S: 'a' }, ':s': { S: 's' } },
      },
      [['Query', 'orders', ['a']]],
    ],
    ['Query', { TableName: 'orders', IndexName: 'by-time' }, [['Query', 'orders/index/by-time', undefined]]],
    [
      'BatchGetItem',
      { RequestItems: { orders: { Keys: [key('a'), key('b'), key('a')] } } },
      [['BatchGetItem', 'orders', ['a', 'b']]],
    ],
    [
      'BatchWriteItem',
      { RequestItems: { orders: [{ PutRequest: { Item: key('a') } }, { DeleteRequest: { Key: key('b') } }] } },
      [['BatchWriteItem', 'orders', ['a', 'b']]],
    ],
    [
      'TransactWriteItems',
      {
        TransactItems: [
          { Put: { TableName: 'orders', Item: key('a') } },
          { ConditionCheck: { TableName: 'orders', Key: key('b') } },
          { Update: { TableName: 'orders', Key: key('c') } },
        ],
      },
      [
        ['PutItem', 'orders', ['a']],
        ['ConditionCheckItem', 'orders', ['b']],
        ['UpdateItem', 'orders', ['c']],
      ],
    ],
  ])('is asked for %s with its partition keys: %j', (action, input, expected) => {
    expect(asks(action, input)).toEqual(expected);
  });
});

describe('the other services', () => {
  it('SQS is asked for the queue, and for a batch as for what is in it', () => {
    const input = { QueueUrl: 'http://127.0.0.1:4566/000000000000/q' };
    expect(sqsDemands(call('AmazonSQS.SendMessageBatch', input))).toEqual([
      { action: 'sqs:sendmessage', resource: of('sqs', 'q') },
    ]);
  });

  it('SQS is asked for what moving dead letters does, of the queue that they are moved from', () => {
    const ofSource = ['receivemessage', 'deletemessage', 'getqueueattributes'].map((one) => ({
      action: `sqs:${one}`,
      resource: of('sqs', 'dead'),
    }));
    const start = { SourceArn: of('sqs', 'dead'), DestinationArn: of('sqs', 'q') };
    expect(sqsDemands(call('AmazonSQS.StartMessageMoveTask', start))).toEqual([
      { action: 'sqs:startmessagemovetask', resource: of('sqs', 'dead') },
      ...ofSource,
      { action: 'sqs:sendmessage', resource: of('sqs', 'q') },
    ]);
    const TaskHandle = Buffer.from(JSON.stringify({ taskId: 'x', sourceArn: of('sqs', 'dead') })).toString('base64');
    expect(sqsDemands(call('AmazonSQS.CancelMessageMoveTask', { TaskHandle }))).toEqual([
      { action: 'sqs:cancelmessagemovetask', resource: of('sqs', 'dead') },
      ...ofSource,
    ]);
  });

  it.each([
    ['POST', 'functions/f/invocations', 'InvokeFunction', 'function:f'],
    ['GET', `functions/${encodeURIComponent(of('lambda', 'function:f'))}`, 'GetFunction', 'function:f'],
    ['GET', 'functions/?MaxItems=1', 'ListFunctions', '*'],
    ['DELETE', 'functions/f/policy/statement', 'RemovePermission', 'function:f'],
    ['POST', 'functions/f/event-invoke-config', 'UpdateFunctionEventInvokeConfig', 'function:f'],
    ['POST', 'event-source-mappings/', 'CreateEventSourceMapping', '*'],
    ['GET', 'event-source-mappings/', 'ListEventSourceMappings', '*'],
    ['PUT', 'event-source-mappings/m', 'UpdateEventSourceMapping', 'event-source-mapping:m'],
  ])('Lambda is asked: %s %s', (method, path, action, resource) => {
    expect(lambdaDemands(call('', {}, { method, path: `/2015-03-31/${path}` }))).toEqual([
      { action: `lambda:${action}`, resource: resource === '*' ? '*' : of('lambda', resource) },
    ]);
  });

  it('Lambda is asked for a function that is to be made by its name', () => {
    expect(lambdaDemands(call('', { FunctionName: 'new' }, { path: '/2015-03-31/functions' }))).toEqual([
      { action: 'lambda:CreateFunction', resource: of('lambda', 'function:new') },
    ]);
  });

  it.each([
    ['CreateLogGroup', { logGroupName: 'g' }, 'log-group:g:log-stream:'],
    ['PutLogEvents', { logGroupName: 'g', logStreamName: 's' }, 'log-group:g:log-stream:s'],
    ['FilterLogEvents', { logGroupIdentifier: of('logs', 'log-group:g:*') }, 'log-group:g:log-stream:'],
    ['DescribeLogGroups', {}, 'log-group::log-stream:'],
  ])('CloudWatch Logs is asked for %s %j on %s', (action, input, resource) => {
    expect(logsDemands(call(`Logs_20140328.${action}`, input))).toEqual([
      { action: `logs:${action}`, resource: of('logs', resource) },
    ]);
  });

  it.each([
    ['Action=Publish&TopicArn=arn:t', 'Publish', 'arn:t'],
    ['Action=PublishBatch&TopicArn=arn:t', 'Publish', 'arn:t'],
    ['Action=CreateTopic&Name=t', 'CreateTopic', of('sns', 't')],
    ['Action=Unsubscribe&SubscriptionArn=arn:t:id', 'Unsubscribe', 'arn:t'],
    ['Action=ListTopics', 'ListTopics', of('sns', '*')],
  ])('SNS is asked: %s', (form, action, resource) => {
    expect(snsDemands(call('', {}, { body: Buffer.from(form) }))).toEqual([{ action: `SNS:${action}`, resource }]);
  });

  it('STS is asked for the role that is to be assumed, and for nothing by who asks who they are', () => {
    const role = 'arn:aws:iam::000000000000:role/other';
    const body = (form: string) => call('', {}, { body: Buffer.from(form) });
    expect(stsDemands(body(`Action=AssumeRole&RoleArn=${role}`))).toEqual([
      { action: 'sts:AssumeRole', resource: role, context: {} },
    ]);
    expect(stsDemands(body(`Action=AssumeRole&RoleArn=${role}&RoleSessionName=s&ExternalId=secret`))).toMatchObject([
      { context: { 'sts:rolesessionname': ['s'], 'sts:externalid': ['secret'] } },
    ]);
    expect(stsDemands(body('Action=GetCallerIdentity'))).toEqual([]);
  });

  it('SES is asked for the address or its domain, with who sends to whom', () => {
    const body = Buffer.from(
      'Action=SendEmail&Source=Shop+<shop@example.com>&Destination.ToAddresses.member.1=a@b.example',
    );
    expect(sesDemands(call('', {}, { body }))).toEqual([
      {
        action: 'ses:SendEmail',
        resource: of('ses', 'identity/shop@example.com'),
        orResource: of('ses', 'identity/example.com'),
        context: { 'ses:fromaddress': ['shop@example.com'], 'ses:recipients': ['a@b.example'] },
      },
    ]);
  });
});
