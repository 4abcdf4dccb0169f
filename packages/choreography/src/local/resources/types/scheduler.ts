import { targetCallOf, whyNoTarget } from '#local/events/scheduler/hand-to-target.ts';
import { judgeSchedule } from '#local/events/scheduler/judge-schedule.ts';
import type { ScheduleProperties } from '#local/events/scheduler/schedule.ts';
import { DEFAULT_GROUP, groupArn, scheduleArn } from '#local/events/scheduler/schedules.ts';
import { AwsError } from '#local/gateway/aws-error.ts';
import { HOME } from '#local/runtime/account.ts';
import { InputError } from '#template/input-error.ts';
import { physicalName, type Resource, type ResourceType } from './resource-type.ts';

const schedule: ResourceType = {
  honours: [
    ...['Name', 'GroupName', 'ScheduleExpression', 'ScheduleExpressionTimezone', 'StartDate', 'EndDate', 'State'],
    ...['FlexibleTimeWindow.Mode', 'FlexibleTimeWindow.MaximumWindowInMinutes', 'Description'],
    ...['Arn', 'RoleArn', 'Input', 'EventBridgeParameters', 'SqsParameters', 'RetryPolicy', 'DeadLetterConfig'].map(
      (property) => `Target.${property}`,
    ),
  ],
  withoutEffect: { KmsKeyArn: 'Nothing is encrypted at rest in memory.' },
  cannot: ({ properties }) => {
    const { Arn } = properties.Target as ScheduleProperties['Target'];
    return targetCallOf(Arn) ? [] : [{ why: whyNoTarget(Arn) }];
  },
  identify: (resource) => {
    const name = physicalName(resource, 'Name');
    return { ref: name, attributes: { Arn: arnOf(resource) } };
  },
  create: (resource, { ref }, { scheduler, clock }) => {
    const { Name: _, GroupName: __, ...given } = resource.properties;
    const properties = given as unknown as ScheduleProperties;
    orInputError(() => judgeSchedule(properties, HOME));
    scheduler.put({
      name: ref,
      group: groupOf(resource),
      arn: arnOf(resource),
      properties,
      createdAt: clock.now(),
      modifiedAt: clock.now(),
      ofTemplate: true,
    });
  },
  replaces: true,
  remove: (resource, _, { scheduler }) => scheduler.remove(arnOf(resource)),
};

function groupOf({ properties: { GroupName } }: Resource): string {
  return typeof GroupName === 'string' ? GroupName : DEFAULT_GROUP;
}

const arnOf = (resource: Resource): string => scheduleArn(groupOf(resource), physicalName(resource, 'Name'));

/** What Scheduler refuses, as a refusal of the template. */
function orInputError(judge: () => void): void {
  try {
    judge();
  } catch (error) {
    throw error instanceof AwsError ? new InputError(error.message) : error;
  }
}

const group: ResourceType = {
  honours: ['Name', 'Tags'],
  identify: (resource) => {
    const name = physicalName(resource, 'Name');
    return { ref: name, attributes: { Arn: groupArn(name) } };
  },
  create: ({ properties }, { ref }, { scheduler, clock }) => {
    const now = clock.now();
    const tags = (properties.Tags ?? []) as { Key: string; Value: string }[];
    scheduler.schedules.putGroup({
      name: ref,
      arn: groupArn(ref),
      createdAt: now,
      modifiedAt: now,
      ofTemplate: true,
      tags: Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])),
    });
  },
  replaces: true,
  remove: (_, { ref }, { scheduler }) => scheduler.schedules.removeGroup(groupArn(ref)),
};

export const SCHEDULER_TYPES: Readonly<Record<string, ResourceType>> = {
  'AWS::Scheduler::Schedule': schedule,
  'AWS::Scheduler::ScheduleGroup': group,
};
