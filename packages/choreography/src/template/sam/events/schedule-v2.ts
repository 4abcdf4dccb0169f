import { trustIn } from '#template/sam/policies/role.ts';
import { refuse } from '#template/sam/refusal.ts';
import { getArn, made } from '#template/sam/resources.ts';
import { deadLettersOf, queueFor } from './dead-letters.ts';
import { type EventType, eventName, type SamEvent } from './event.ts';

/** `ScheduleV2`: a schedule of EventBridge Scheduler, which acts in a role of its own. */
export const scheduleV2: EventType = (event) => {
  const { sam, target, id, properties } = event;
  const { Name, OmitName, State, FlexibleTimeWindow, Input, RetryPolicy, RoleArn } = properties;
  const { ScheduleExpression, ScheduleExpressionTimezone, GroupName, Description } = properties;
  const { StartDate, EndDate, KmsKeyArn } = properties;
  if (OmitName && Name) refuse(eventName(event), 'Name cannot be set when OmitName is True');
  const deadLetters = deadLettersOf(event);
  const declared = made(sam, 'AWS::Scheduler::Schedule', {
    ScheduleExpression,
    ScheduleExpressionTimezone,
    GroupName,
    Description,
    StartDate,
    EndDate,
    KmsKeyArn,
    Name: OmitName ? undefined : Name || id,
    State: State || undefined,
    FlexibleTimeWindow: FlexibleTimeWindow ?? { Mode: 'OFF' },
    Target: {
      Arn: target.arn,
      RoleArn: RoleArn || getArn(`${id}Role`),
      ...(Input !== undefined && { Input }),
      ...(deadLetters && { DeadLetterConfig: { Arn: deadLetters.arn } }),
      ...(RetryPolicy !== undefined && { RetryPolicy }),
    },
  });
  return {
    resources: {
      [id]: declared,
      ...(deadLetters?.queue !== undefined && queueFor(event, deadLetters.queue)),
      ...(!RoleArn && { [`${id}Role`]: roleOf(event, deadLetters?.arn) }),
    },
  };
};

/** The role in which the schedule starts its target, and sends to its dead-letter queue. */
function roleOf({ sam, target, id, properties }: SamEvent, deadLetters: unknown) {
  const allow = (name: string, action: string, resource: unknown) => ({
    PolicyName: `${id}${name}`,
    PolicyDocument: { Statement: [{ Action: action, Effect: 'Allow', Resource: resource }] },
  });
  return made(sam, 'AWS::IAM::Role', {
    AssumeRolePolicyDocument: trustIn('scheduler.amazonaws.com'),
    Policies: [
      target.kind === 'states'
        ? allow('StartExecutionPolicy', 'states:StartExecution', target.arn)
        : allow('LambdaPolicy', 'lambda:InvokeFunction', target.arn),
      ...(deadLetters === undefined ? [] : [allow('SQSPolicy', 'sqs:SendMessage', deadLetters)]),
    ],
    PermissionsBoundary: properties.PermissionsBoundary || undefined,
  });
}
