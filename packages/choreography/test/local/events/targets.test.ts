import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { PutEventsCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { aFunction, anAssembly, logPolicy, permission, queue, queuePolicy, rule } from '../assembly.ts';
import { aRuntime } from '../runtime.ts';

let local: Awaited<ReturnType<typeof aRuntime>>;
let logs: CloudWatchLogsClient;
const ACCOUNT = 'us-east-1:000000000000';
const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const on = (name: string, target: object) => rule(name, target, { source: [name] });
const put = (Source: string, detail: object = {}) =>
  local.events.send(
    new PutEventsCommand({ Entries: [{ Source, DetailType: 'Tested', Detail: JSON.stringify(detail) }] }),
  );

beforeAll(async () => {
  local = await aRuntime(
    anAssembly(
      {
        Fifo: {
          Type: 'AWS::SQS::Queue',
          Properties: { QueueName: 'groups.fifo', FifoQueue: true, ContentBasedDeduplication: true },
        },
        FifoPolicy: queuePolicy('Fifo'),
        ToFifo: on('fifo', { Arn: arnOf('Fifo'), SqsParameters: { MessageGroupId: '$.detail.order' } }),
        Fair: queue('fair'),
        FairPolicy: queuePolicy('Fair'),
        ToFair: on('fair', { Arn: arnOf('Fair'), SqsParameters: { MessageGroupId: '$.detail.tenant' } }),
        Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'topic' } },
        Heard: queue('heard-by-topic'),
        HeardPolicy: queuePolicy('Heard', 'sns.amazonaws.com'),
        Closed: queue('closed'),
        ToClosed: {
          Type: 'AWS::SNS::Subscription',
          Properties: { TopicArn: { Ref: 'Topic' }, Protocol: 'sqs', Endpoint: arnOf('Closed') },
        },
        Subscription: {
          Type: 'AWS::SNS::Subscription',
          Properties: {
            TopicArn: { Ref: 'Topic' },
            Protocol: 'sqs',
            Endpoint: arnOf('Heard'),
            RawMessageDelivery: true,
          },
        },
        TopicPolicy: {
          Type: 'AWS::SNS::TopicPolicy',
          Properties: {
            Topics: [{ Ref: 'Topic' }],
            PolicyDocument: {
              Statement: {
                ...{ Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sns:Publish' },
                Resource: { Ref: 'Topic' },
              },
            },
          },
        },
        Shut: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'shut' } },
        ToShut: on('shut', { Arn: { Ref: 'Shut' }, DeadLetterConfig: { Arn: arnOf('Refused') } }),
        Refused: queue('refused'),
        RefusedPolicy: queuePolicy('Refused'),
        ToTopic: on('topic', { Arn: { Ref: 'Topic' } }),
        Group: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/aws/events/heard', RetentionInDays: 7 } },
        MayLog: logPolicy('/aws/events/heard'),
        Silent: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/aws/events/silent' } },
        ToSilent: on('silent', {
          ...{ Arn: `arn:aws:logs:${ACCOUNT}:log-group:/aws/events/silent` },
          DeadLetterConfig: { Arn: arnOf('Refused') },
        }),
        ToLogs: on('logs', { Arn: `arn:aws:logs:${ACCOUNT}:log-group:/aws/events/heard` }),
        Other: { Type: 'AWS::Events::EventBus', Properties: { Name: 'other' } },
        ToOther: on('bus', { Arn: arnOf('Other') }),
        Role: {
          Type: 'AWS::IAM::Role',
          Properties: {
            RoleName: 'putter',
            Policies: [
              {
                PolicyDocument: {
                  Statement: { Effect: 'Allow', Action: 'events:PutEvents', Resource: arnOf('Other') },
                },
              },
            ],
          },
        },
        Third: { Type: 'AWS::Events::EventBus', Properties: { Name: 'third' } },
        ToOtherAsRole: on('bus-as-role', { Arn: arnOf('Other'), RoleArn: arnOf('Role') }),
        ToThird: on('third', {
          ...{ Arn: arnOf('Third'), RoleArn: arnOf('Role'), DeadLetterConfig: { Arn: arnOf('Refused') } },
        }),
        Passed: queue('passed-on'),
        PassedPolicy: queuePolicy('Passed'),
        OnOther: {
          Type: 'AWS::Events::Rule',
          Properties: {
            EventBusName: { Ref: 'Other' },
            EventPattern: { source: [{ prefix: 'bus' }] },
            Targets: [
              {
                Id: 'q',
                Arn: arnOf('Passed'),
                InputTransformer: {
                  InputPathsMap: { n: '$.detail.n' },
                  InputTemplate: '{"n": <n>, "rule": <aws.events.rule-name>}',
                },
              },
            ],
          },
        },
        Gone: on('gone', { Arn: `arn:aws:sqs:${ACCOUNT}:nowhere`, DeadLetterConfig: { Arn: arnOf('Undelivered') } }),
        Undelivered: queue('undelivered'),
        UndeliveredPolicy: queuePolicy('Undelivered'),
        Talker: aFunction('talker'),
        Permission: permission('talker'),
        ToTalker: on('talk', { Arn: arnOf('Talker') }),
      },
      { talker: 'exports.handler = async (event) => console.log("heard", event.detail.word);' },
    ),
  );
  logs = new CloudWatchLogsClient(local.access);
});
afterAll(() => local.runtime.stop());

const linesIn = (logGroupName: string, filterPattern?: string) =>
  vi.waitFor(async () => {
    const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName, filterPattern }));
    if (events.length === 0) throw new Error(`${logGroupName} has no line.`);
    return events;
  });

describe('a rule delivers', () => {
  it('to a FIFO queue, in the message group that a path finds in the event', async () => {
    await put('fifo', { order: 'o-1' });
    const { Attributes } = await local.messageIn('groups.fifo');
    expect(Attributes).toMatchObject({ MessageGroupId: 'o-1' });
  });

  it('to a standard queue, too, in a message group', async () => {
    await put('fair', { tenant: 't-1' });
    expect((await local.messageIn('fair')).Attributes).toMatchObject({ MessageGroupId: 't-1' });
    await put('fair', {});
    expect((await local.messageIn('fair')).Attributes).not.toHaveProperty('MessageGroupId');
  });

  it('to a topic, and so to its queues', async () => {
    await put('topic', { n: 1 });
    const { Body = '' } = await local.messageIn('heard-by-topic');
    expect(JSON.parse(Body)).toMatchObject({ source: 'topic', detail: { n: 1 } });
  });

  it('to a log group', async () => {
    await put('logs', { n: 2 });
    const [line] = await linesIn('/aws/events/heard');
    expect(JSON.parse(line?.message ?? '')).toMatchObject({ source: 'logs', detail: { n: 2 } });
  });

  it('to another bus, whose rules may transform it', async () => {
    await put('bus', { n: 3 });
    const { Body = '' } = await local.messageIn('passed-on');
    expect(JSON.parse(Body)).toEqual({ n: 3, rule: expect.any(String) });
  });

  it('to another bus in the role that the target names', async () => {
    await put('bus-as-role', { n: 4 });
    const { Body = '' } = await local.messageIn('passed-on');
    expect(JSON.parse(Body)).toMatchObject({ n: 4 });
  });

  it.each([
    [
      'a topic has no policy that lets EventBridge in',
      'shut',
      `User: events.amazonaws.com is not authorized to perform: sns:Publish on resource: arn:aws:sns:${ACCOUNT}:shut because no resource-based policy allows the sns:Publish action`,
    ],
    [
      'the role of a bus allows nothing of it',
      'third',
      `User: arn:aws:sts::000000000000:assumed-role/putter/third is not authorized to perform: events:PutEvents on resource: arn:aws:events:${ACCOUNT}:event-bus/third because no identity-based policy allows the events:PutEvents action`,
    ],
  ])('to the dead-letter queue when %s', async (_, source, message) => {
    await put(source);
    expect((await local.messageIn('refused')).MessageAttributes).toMatchObject({
      ERROR_CODE: { StringValue: 'NO_PERMISSIONS' },
      ERROR_MESSAGE: { StringValue: message },
    });
  });

  it('to the dead-letter queue when no policy lets EventBridge write to the log group', async () => {
    await put('silent');
    expect((await local.messageIn('refused')).MessageAttributes).toMatchObject({
      ERROR_CODE: { StringValue: 'NO_PERMISSIONS' },
      ERROR_MESSAGE: {
        StringValue: expect.stringContaining(
          `perform: logs:CreateLogStream on resource: arn:aws:logs:${ACCOUNT}:log-group:/aws/events/silent:log-stream:`,
        ),
      },
    });
  });

  it('to the dead-letter queue when a queue is not there', async () => {
    await put('gone');
    const { MessageAttributes } = await local.messageIn('undelivered');
    expect(MessageAttributes).toMatchObject({
      ERROR_CODE: { StringValue: 'NO_RESOURCE' },
      TARGET_ARN: { StringValue: `arn:aws:sqs:${ACCOUNT}:nowhere` },
      RETRY_ATTEMPTS: { StringValue: '0' },
    });
  });
});

// Recorded by CloudTrail: dev.classmethod.jp, "Can a FIFO queue be specified as the dead-letter queue for an EventBridge rule?".
describe('a target is refused', () => {
  const putTarget = (target: object) =>
    local.events.send(
      new PutTargetsCommand({ Rule: 'fair', Targets: [{ Id: 'x', Arn: `arn:aws:sqs:${ACCOUNT}:fair`, ...target }] }),
    );

  it('with a FIFO queue as its dead-letter queue', async () => {
    const refused = putTarget({ DeadLetterConfig: { Arn: `arn:aws:sqs:${ACCOUNT}:dead.fifo` } });
    await expect(refused).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'SQS FIFO is not supported by Dead Letter Queues.',
    });
  });

  it('with a message group that is for no queue', async () => {
    const SqsParameters = { MessageGroupId: 'g' };
    const refused = putTarget({ Arn: `arn:aws:sns:${ACCOUNT}:topic`, SqsParameters });
    await expect(refused).rejects.toThrow('Parameter(s) SqsParameters not valid for target: x.');
  });
});

describe('what a function writes', () => {
  it('is in its log group', async () => {
    await put('talk', { word: 'hello' });
    const [line] = await linesIn('/aws/lambda/talker', 'heard');
    expect(line?.message).toContain('heard hello');
  });
});

describe('the topics of a template', () => {
  it('are published to by others, too', async () => {
    const sns = new SNSClient(local.access);
    await sns.send(new PublishCommand({ TopicArn: `arn:aws:sns:${ACCOUNT}:topic`, Message: 'by hand' }));
    await vi.waitFor(async () => expect((await local.messageIn('heard-by-topic')).Body).toBe('by hand'));
    const queueArn = `arn:aws:sqs:${ACCOUNT}:closed`;
    expect(local.notices).toContainEqual({
      ...{ kind: 'subscription-failed', topic: 'topic', endpoint: queueArn, deadLettered: false },
      reason: `User: sns.amazonaws.com is not authorized to perform: sqs:SendMessage on resource: ${queueArn} because no resource-based policy allows the sqs:SendMessage action`,
    });
    const sqs = new SQSClient(local.access);
    expect((await sqs.send(new GetQueueUrlCommand({ QueueName: 'heard-by-topic' }))).QueueUrl).toContain(
      'heard-by-topic',
    );
  });
});
