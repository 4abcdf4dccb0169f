import { ACCOUNT } from '../aws.ts';
import type { Resources } from './a-stack.ts';

type Resource = Resources[string];

const resource = (Type: string, Properties: Record<string, unknown>): Resource => ({ Type, Properties });

export const ref = (id: string) => ({ Ref: id });
export const attribute = (id: string, name = 'Arn') => ({ 'Fn::GetAtt': [id, name] });

export const queueOf = (QueueName: string, more: object = {}) => resource('AWS::SQS::Queue', { QueueName, ...more });
export const busOf = (Name: string) => resource('AWS::Events::EventBus', { Name });

/** A function of Node, in CommonJS, whose code stands in the template. */
export const functionOf = (FunctionName: string, source: string) =>
  resource('AWS::Lambda::Function', {
    ...{ FunctionName, Runtime: 'nodejs20.x', Handler: 'index.handler', Code: { ZipFile: source } },
    Role: attribute('FunctionRole'),
  });

/** A role that a service takes, with what it may do. */
export const roleOf = (service: string, ...Action: string[]) =>
  resource('AWS::IAM::Role', {
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: `${service}.amazonaws.com` }, Action: 'sts:AssumeRole' }],
    },
    Policies: [
      {
        PolicyName: 'story',
        PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] },
      },
    ],
  });

export const FUNCTION_ROLE = { FunctionRole: roleOf('lambda', 'logs:*') };

/** Lets EventBridge send to a queue of the template. */
export const sendsTo = (queue: string) =>
  resource('AWS::SQS::QueuePolicy', {
    Queues: [ref(queue)],
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          ...{ Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sqs:SendMessage' },
          Resource: attribute(queue),
        },
      ],
    },
  });

/** A queue that hears all that one bus says, by a rule. */
export const heardBy = (queueName: string, bus: string): Resources => ({
  Heard: queueOf(queueName),
  HeardPolicy: sendsTo('Heard'),
  HeardRule: resource('AWS::Events::Rule', {
    EventBusName: ref(bus),
    EventPattern: { account: [ACCOUNT] },
    Targets: [{ Id: 'heard', Arn: attribute('Heard') }],
  }),
});
