import { pageOf } from '#local/events/api/page.ts';
import { DEFAULT_GROUP, groupArn, type ScheduleGroup } from '#local/events/scheduler/schedules.ts';
import { AwsError, validationError } from '#local/gateway/aws-error.ts';
import { type Actions, type Call, seconds } from './action.ts';
import { pageIn } from './schedules.ts';
import { tagsIn } from './tags.ts';

export const GROUPS: Actions = {
  'POST /schedule-groups/*': ({ name, input, at, scheduler }) => {
    mustNotBeDefault(name);
    const now = scheduler.now();
    if (scheduler.schedules.group(name, at))
      throw new AwsError('ConflictException', `Schedule Group ${name} already exists.`, 409);
    const arn = groupArn(name, at);
    scheduler.schedules.putGroup({
      name,
      arn,
      createdAt: now,
      modifiedAt: now,
      ofTemplate: false,
      tags: tagsIn(input),
    });
    return { ScheduleGroupArn: arn };
  },
  'GET /schedule-groups/*': (call) => described(groupNamed(call.name, call)),
  'DELETE /schedule-groups/*': (call) => {
    mustNotBeDefault(call.name);
    call.scheduler.removeGroup(groupNamed(call.name, call).arn);
    return {};
  },
  'GET /schedule-groups': ({ query, at, scheduler }) => {
    const prefix = query.get('NamePrefix') ?? '';
    const found = scheduler.schedules.groupsIn(at).filter(({ name }) => name.startsWith(prefix));
    const { page, NextToken } = pageOf(found, ({ name }) => name, pageIn(query));
    return { ScheduleGroups: page.map(described), ...(NextToken !== undefined && { NextToken }) };
  },
};

/** Throws Scheduler's answer when there is no such group. */
export function groupNamed(name: string, { scheduler, at }: Pick<Call, 'scheduler' | 'at'>): ScheduleGroup {
  const found = scheduler.schedules.group(name, at);
  if (!found) throw new AwsError('ResourceNotFoundException', `Schedule Group ${name} does not exist.`, 404);
  return found;
}

function mustNotBeDefault(name: string): void {
  if (name === DEFAULT_GROUP)
    throw validationError(`This operation cannot be performed on schedule group ${DEFAULT_GROUP}.`);
}

const described = ({ name, arn, createdAt, modifiedAt }: ScheduleGroup) => ({
  Name: name,
  Arn: arn,
  State: 'ACTIVE',
  CreationDate: seconds(createdAt),
  LastModificationDate: seconds(modifiedAt),
});
