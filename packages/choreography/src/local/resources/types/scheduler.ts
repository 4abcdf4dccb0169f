import { targetCallOf, whyNoTarget } from '#local/events/scheduler/hand-to-target.ts';
import { readSchedule, type ScheduleProperties } from '#local/events/scheduler/schedule.ts';
import { arn } from '#local/runtime/account.ts';
import { InputError } from '#template/input-error.ts';
import { physicalName, type Resource, type ResourceType } from './resource-type.ts';

const TAGS = { Tags: 'Tags say nothing that the runtime acts on.' };

const schedule: ResourceType = {
  honours: [
    ...['Name', 'GroupName', 'ScheduleExpression', 'ScheduleExpressionTimezone', 'StartDate', 'EndDate', 'State'],
    ...['FlexibleTimeWindow.Mode', 'FlexibleTimeWindow.MaximumWindowInMinutes'],
    ...['Arn', 'RoleArn', 'Input', 'EventBridgeParameters', 'SqsParameters', 'RetryPolicy', 'DeadLetterConfig'].map(
      (property) => `Target.${property}`,
    ),
  ],
  withoutEffect: {
    Description: 'It is for people.',
    KmsKeyArn: 'Nothing is encrypted at rest in memory.',
  },
  cannot: ({ properties }) => {
    const { Arn } = properties.Target as ScheduleProperties['Target'];
    return targetCallOf(Arn) ? [] : [{ why: whyNoTarget(Arn) }];
  },
  identify: (resource) => {
    const name = physicalName(resource, 'Name');
    return { ref: name, attributes: { Arn: arnOf(resource) } };
  },
  create: (resource, { ref }, { scheduler }) => {
    const given = resource.properties as unknown as ScheduleProperties;
    if (given.Target.Arn.includes(':event-bus/') && !given.Target.EventBridgeParameters)
      throw new InputError(
        'A Target that is an event bus needs EventBridgeParameters: the DetailType and Source of its events',
      );
    scheduler.put(readSchedule(ref, arnOf(resource), given));
  },
  replaces: true,
  remove: (resource, _, { scheduler }) => scheduler.remove(arnOf(resource)),
};

function arnOf(resource: Resource): string {
  const { GroupName } = resource.properties;
  const group = typeof GroupName === 'string' ? GroupName : 'default';
  return arn('scheduler', `schedule/${group}/${physicalName(resource, 'Name')}`);
}

const group: ResourceType = {
  honours: ['Name'],
  withoutEffect: TAGS,
  identify: (resource) => {
    const name = physicalName(resource, 'Name');
    return { ref: name, attributes: { Arn: arn('scheduler', `schedule-group/${name}`) } };
  },
};

export const SCHEDULER_TYPES: Readonly<Record<string, ResourceType>> = {
  'AWS::Scheduler::Schedule': schedule,
  'AWS::Scheduler::ScheduleGroup': group,
};
