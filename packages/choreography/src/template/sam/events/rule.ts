import { getArn, made, type Resources } from '#template/sam/resources.ts';
import type { SamEvent } from './event.ts';

/** The rule of an event, with its target's permission, its own dead-letter queue if it asks for one, and its role if it needs one. */
export function rule({ sam, target, id, properties }: SamEvent, what: Record<string, unknown>): Resources {
  const { DeadLetterConfig, RetryPolicy, Input, InputPath, Target } = properties;
  const ownQueue = DeadLetterConfig?.Type === 'SQS' && DeadLetterConfig.Arn === undefined;
  const queue = DeadLetterConfig?.QueueLogicalId ?? `${id}Queue`;
  const deadLetters = ownQueue ? getArn(queue) : DeadLetterConfig?.Arn;
  const declared = {
    ...(Input !== undefined && { Input }),
    ...(InputPath !== undefined && { InputPath }),
    ...(RetryPolicy !== undefined && { RetryPolicy }),
    ...(deadLetters !== undefined && { DeadLetterConfig: { Arn: deadLetters } }),
    ...(target.kind === 'states' && { RoleArn: getArn(`${id}Role`) }),
  };
  const targets = [{ Id: Target?.Id ?? `${id}LambdaTarget`, Arn: target.arn, ...declared }];
  return {
    [id]: made(sam, 'AWS::Events::Rule', { ...what, Targets: targets }),
    ...(target.kind === 'states'
      ? startRole({ sam, target, id }, 'events.amazonaws.com')
      : permission({ sam, target, id })),
    ...(ownQueue && queueFor({ sam, id }, queue)),
  };
}

/** The role in which a rule or a schedule starts its target. */
export function startRole({ sam, target, id }: Pick<SamEvent, 'sam' | 'target' | 'id'>, service: string): Resources {
  const action = target.kind === 'states' ? 'states:StartExecution' : 'lambda:InvokeFunction';
  const role = made(sam, 'AWS::IAM::Role', {
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: ['sts:AssumeRole'], Principal: { Service: [service] } }],
    },
    Policies: [
      {
        PolicyName: `${id}StartPolicy`,
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: action, Resource: target.arn }],
        },
      },
    ],
  });
  return { [`${id}Role`]: role };
}

const permission = ({ sam, target, id }: Pick<SamEvent, 'sam' | 'target' | 'id'>): Resources => ({
  [`${id}Permission`]: made(sam, 'AWS::Lambda::Permission', {
    Action: 'lambda:InvokeFunction',
    FunctionName: { Ref: target.id },
    Principal: 'events.amazonaws.com',
    SourceArn: getArn(id),
  }),
});

const queueFor = ({ sam, id }: Pick<SamEvent, 'sam' | 'id'>, queue: string): Resources => ({
  [queue]: made(sam, 'AWS::SQS::Queue', {}),
  [`${queue}Policy`]: made(sam, 'AWS::SQS::QueuePolicy', {
    Queues: [{ Ref: queue }],
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: getArn(queue),
          Condition: { ArnEquals: { 'aws:SourceArn': getArn(id) } },
        },
      ],
    },
  }),
});
