import { describe, expect, it } from 'vitest';
import { findAll } from '#check/find-all.ts';
import { graphOf } from '#graph/graph-of.ts';

const find = (Resources: Record<string, object>, wanted: string) =>
  findAll(graphOf([{ name: 'stack', template: { Resources } as never }])).filter(({ kind }) => kind === wanted);

const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const queuePolicy = (service: string, source: unknown = { Ref: 'Topic' }) => ({
  Type: 'AWS::SQS::QueuePolicy',
  Properties: {
    Queues: [{ Ref: 'Queue' }],
    PolicyDocument: {
      Statement: {
        ...{ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: arnOf('Queue'), Principal: { Service: service } },
        Condition: { ArnEquals: { 'aws:SourceArn': source } },
      },
    },
  },
});
const withTopic = {
  Topic: { Type: 'AWS::SNS::Topic' },
  Queue: { Type: 'AWS::SQS::Queue' },
  Subscription: {
    Type: 'AWS::SNS::Subscription',
    Properties: { TopicArn: { Ref: 'Topic' }, Protocol: 'sqs', Endpoint: arnOf('Queue') },
  },
};

describe('A topic that delivers to a queue', () => {
  it('needs a policy of the queue', () => {
    const [found, ...others] = find(withTopic, 'missing-permission');
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      at: { template: 'stack', id: 'Subscription' },
      what: 'Nothing lets SNS deliver what is published to stack/Topic to stack/Queue.',
    });
  });

  it('has it by one that lets SNS send from just that topic', () => {
    const told = (policy: object) => find({ ...withTopic, policy }, 'missing-permission').length;
    expect(told(queuePolicy('sns.amazonaws.com'))).toBe(0);
    expect(told(queuePolicy('events.amazonaws.com'))).toBe(1);
    expect(told(queuePolicy('sns.amazonaws.com', 'arn:aws:sns:us-east-1:000000000000:other'))).toBe(1);
  });
});

it('A topic that delivers to a function needs a permission of the function', () => {
  const resources = {
    Topic: {
      Type: 'AWS::SNS::Topic',
      Properties: { Subscription: [{ Protocol: 'lambda', Endpoint: arnOf('Hear') }] },
    },
    Hear: { Type: 'AWS::Lambda::Function', Properties: {} },
  };
  const permission = (Principal: string) => ({
    Type: 'AWS::Lambda::Permission',
    Properties: {
      ...{ Action: 'lambda:InvokeFunction', FunctionName: { Ref: 'Hear' }, Principal, SourceArn: { Ref: 'Topic' } },
    },
  });
  const told = (more: Record<string, object>) => find({ ...resources, ...more }, 'missing-permission').length;
  expect(told({})).toBe(1);
  expect(told({ May: permission('sns.amazonaws.com') })).toBe(0);
  expect(told({ May: permission('events.amazonaws.com') })).toBe(1);
});

it('What several targets without an id have in common is told once', () => {
  const { Queue } = withTopic;
  const target = { Arn: arnOf('Queue') };
  const Rule = {
    Type: 'AWS::Events::Rule',
    Properties: { EventPattern: { source: ['a'] }, Targets: [target, target] },
  };
  expect(find({ Queue, Rule }, 'missing-permission')).toHaveLength(1);
  expect(find({ Queue, Rule }, 'no-dead-letter-queue')).toHaveLength(1);
});

describe('A policy of a reference that the templates do not tell', () => {
  const { Queue } = withTopic;
  const Rule = {
    Type: 'AWS::Events::Rule',
    Properties: { EventPattern: { source: ['a'] }, Targets: [{ Arn: arnOf('Queue'), Id: 'q' }] },
  };
  const policy = (of: unknown, service: string, on: unknown) => ({
    Type: 'AWS::SQS::QueuePolicy',
    Properties: {
      Queues: [of],
      PolicyDocument: {
        Statement: { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: on, Principal: { Service: service } },
      },
    },
  });
  const told = (Policy: object) =>
    findAll(
      graphOf([
        {
          name: 'stack',
          template: { Parameters: { Url: { Type: 'String' } }, Resources: { Queue, Rule, Policy } } as never,
        },
      ]),
    ).filter(({ kind }) => kind === 'missing-permission').length;
  const url = { Ref: 'Url' };

  it('may be of the queue, if it allows just that', () =>
    expect(told(policy(url, 'events.amazonaws.com', arnOf('Queue')))).toBe(0));

  it('is not, if it allows somebody else, or something else', () => {
    expect(told(policy(url, 'sns.amazonaws.com', arnOf('Queue')))).toBe(1);
    expect(told(policy(url, 'events.amazonaws.com', 'arn:aws:sqs:us-east-1:000000000000:other'))).toBe(1);
    expect(told(policy('https://sqs.us-east-1.amazonaws.com/000000000000/other', 'events.amazonaws.com', '*'))).toBe(1);
  });

  it('is so of functions too', () => {
    const target = [{ Arn: arnOf('Hear'), Id: 'f' }];
    const permission = (Principal: string) => ({
      Type: 'AWS::Lambda::Permission',
      Properties: { Action: 'lambda:InvokeFunction', FunctionName: url, Principal, SourceArn: arnOf('Rule') },
    });
    const missing = (May: object) =>
      find(
        {
          Hear: { Type: 'AWS::Lambda::Function' },
          Rule: { ...Rule, Properties: { ...Rule.Properties, Targets: target } },
          May,
        },
        'missing-permission',
      ).length;
    expect(missing(permission('events.amazonaws.com'))).toBe(0);
    expect(missing(permission('s3.amazonaws.com'))).toBe(1);
  });
});

describe('A grant on a bus that no template makes', () => {
  const told = (resource: unknown, more: Record<string, object> = {}) => {
    const statement = { Effect: 'Allow', Action: 'events:PutEvents', Resource: resource };
    const policy = { PolicyName: 'p', PolicyDocument: { Statement: statement } };
    const user = { Type: 'AWS::IAM::User', Properties: { Policies: [policy] } };
    return find({ Sayer: user, ...more }, 'says-anything').map(({ what }) => what);
  };
  const arn = 'arn:aws:events:us-east-1:000000000000:event-bus/library';
  const granted =
    'is granted to put any event, as anybody, on the bus library, which no template here makes or listens on';

  it('is said to be one', () => expect(told(arn)).toEqual([`stack/Sayer ${granted}.`]));

  it('is not where a template makes it or hears it', () => {
    const made = { Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'library' } } };
    const heard = {
      Rule: {
        Type: 'AWS::Events::Rule',
        Properties: { EventBusName: 'library', EventPattern: { source: ['a'] }, Targets: [{ Arn: arn, Id: 'x' }] },
      },
    };
    for (const more of [made, heard])
      expect(told(arn, more)).toEqual(['stack/Sayer may put any event, as anybody, on the bus library.']);
  });
});
