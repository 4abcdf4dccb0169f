import { trustIn } from '#template/sam/policies/role.ts';
import { refuse } from '#template/sam/refusal.ts';
import { getArn, made, type Resources } from '#template/sam/resources.ts';
import { deadLettersOf, queueFor } from './dead-letters.ts';
import { eventName, type MadeOfEvent, type SamEvent } from './event.ts';

/** The rule of an event, with its target's permission, its own dead-letter queue if it asks for one, and its role if it needs one. */
export function rule(event: SamEvent, what: Record<string, unknown>): MadeOfEvent {
  const { sam, target, id, properties } = event;
  const { RetryPolicy, Input, InputPath, InputTransformer, Target, RoleArn } = properties;
  const isMachine = target.kind === 'states';
  const deadLetters = deadLettersOf(event);
  const declared = {
    Id: Target?.Id ?? targetId(id, isMachine ? 'StepFunctionsTarget' : 'LambdaTarget'),
    Arn: target.arn,
    ...(isMachine && { RoleArn: RoleArn ?? getArn(`${id}Role`) }),
    ...(Input !== undefined && { Input }),
    ...(InputPath !== undefined && { InputPath }),
    ...(deadLetters && { DeadLetterConfig: { Arn: deadLetters.arn } }),
    ...(RetryPolicy !== undefined && { RetryPolicy }),
    ...(InputTransformer !== undefined && { InputTransformer }),
  };
  const resources: Resources = {
    [id]: made(sam, 'AWS::Events::Rule', { ...what, State: stateOf(event), Targets: [declared] }),
    ...(isMachine && RoleArn === undefined && startRole(event)),
    ...(deadLetters?.queue !== undefined && {
      ...queueFor(event, deadLetters.queue),
      [`${id}QueuePolicy`]: policyOf(event, deadLetters.queue),
    }),
    ...(!isMachine && permission(event)),
  };
  return { resources };
}

/** `Enabled` is true of whatever is given but false, also of a function whose value is not known yet. */
function stateOf(event: SamEvent): string | undefined {
  const { State, Enabled } = event.properties;
  if (State && Enabled !== undefined)
    refuse(eventName(event), 'State and Enabled Properties cannot both be specified.');
  if (Enabled !== undefined) return Enabled === false ? 'DISABLED' : 'ENABLED';
  return State || undefined;
}

/** The id of a target has at most 64 characters. */
const targetId = (id: string, suffix: string): string => id.slice(0, 64 - suffix.length) + suffix;

/** The role in which a rule starts its state machine. */
function startRole({ sam, target, id }: SamEvent): Resources {
  const statement = { Action: 'states:StartExecution', Effect: 'Allow', Resource: target.arn };
  return {
    [`${id}Role`]: made(sam, 'AWS::IAM::Role', {
      AssumeRolePolicyDocument: trustIn('events.amazonaws.com'),
      Policies: [{ PolicyName: `${id}RoleStartExecutionPolicy`, PolicyDocument: { Statement: [statement] } }],
      PermissionsBoundary: sam.properties.PermissionsBoundary,
    }),
  };
}

const permission = ({ sam, target, id }: SamEvent): Resources => ({
  [`${id}Permission`]: made(sam, 'AWS::Lambda::Permission', {
    Action: 'lambda:InvokeFunction',
    FunctionName: target.functionName,
    Principal: 'events.amazonaws.com',
    SourceArn: getArn(id),
  }),
});

/** Each rule has a policy of its own for its queue: of two that share one, the later takes the place of the earlier. */
const policyOf = ({ sam, id }: SamEvent, queue: string) =>
  made(sam, 'AWS::SQS::QueuePolicy', {
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
  });
