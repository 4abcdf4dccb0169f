import { getArn, made } from '#template/sam/resources.ts';
import type { EventType } from './event.ts';
import { startRole } from './rule.ts';

/** `ScheduleV2`: a schedule of EventBridge Scheduler, which acts in a role of its own. */
export const scheduleV2: EventType = (event) => {
  const { sam, target, id, properties } = event;
  const { ScheduleExpression, ScheduleExpressionTimezone, Name, GroupName, Description, State, FlexibleTimeWindow } =
    properties;
  const { StartDate, EndDate, KmsKeyArn, Input, RetryPolicy, DeadLetterConfig, RoleArn } = properties;
  const declared = made(sam, 'AWS::Scheduler::Schedule', {
    ...{
      ScheduleExpression,
      ScheduleExpressionTimezone,
      Name,
      GroupName,
      Description,
      State,
      StartDate,
      EndDate,
      KmsKeyArn,
    },
    FlexibleTimeWindow: FlexibleTimeWindow ?? { Mode: 'OFF' },
    Target: {
      Arn: target.arn,
      RoleArn: RoleArn ?? getArn(`${id}Role`),
      ...(Input !== undefined && { Input }),
      ...(RetryPolicy !== undefined && { RetryPolicy }),
      ...(DeadLetterConfig?.Arn !== undefined && { DeadLetterConfig: { Arn: DeadLetterConfig.Arn } }),
    },
  });
  return { [id]: declared, ...(RoleArn === undefined && startRole(event, 'scheduler.amazonaws.com')) };
};
