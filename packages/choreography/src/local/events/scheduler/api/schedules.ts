import { isDeepStrictEqual } from 'node:util';
import { pageOf } from '#local/events/api/page.ts';
import { judgeSchedule } from '#local/events/scheduler/judge-schedule.ts';
import { dateOf, isEnabled, type ScheduleProperties, type ScheduleRecord } from '#local/events/scheduler/schedule.ts';
import { DEFAULT_GROUP, groupArn, scheduleArn } from '#local/events/scheduler/schedules.ts';
import { AwsError } from '#local/gateway/aws-error.ts';
import { type Actions, type Call, seconds } from './action.ts';
import { groupNamed } from './groups.ts';

export const SCHEDULES: Actions = {
  'POST /schedules/*': (call) => {
    const made = scheduleIn(call);
    const known = call.scheduler.schedules.find(made.arn);
    if (known && !isRepeated(made, known))
      throw new AwsError('ConflictException', `Schedule ${made.name} already exists.`, 409);
    if (!known) call.scheduler.put(made);
    return { ScheduleArn: made.arn };
  },
  'PUT /schedules/*': (call) => {
    const made = scheduleIn(call);
    const { createdAt, ofTemplate } = scheduleNamed(call, made.group);
    call.scheduler.put({ ...made, createdAt, ofTemplate });
    return { ScheduleArn: made.arn };
  },
  'GET /schedules/*': (call) => described(scheduleNamed(call, groupIn(call))),
  'DELETE /schedules/*': (call) => {
    call.scheduler.remove(scheduleNamed(call, groupIn(call)).arn);
    return {};
  },
  'GET /schedules': (call) => {
    const { query, scheduler, at } = call;
    const group = query.get('ScheduleGroup') ?? undefined;
    if (group !== undefined) groupNamed(group, call);
    const found = scheduler.schedules
      .in(at)
      .filter((schedule) => group === undefined || schedule.group === group)
      .filter(({ name }) => name.startsWith(query.get('NamePrefix') ?? ''))
      .filter((schedule) => !query.has('State') || stateOf(schedule) === query.get('State'));
    const { page, NextToken } = pageOf(found, ({ arn }) => arn, pageIn(query));
    return { Schedules: page.map(summed), ...(NextToken !== undefined && { NextToken }) };
  },
};

/** Which page is asked for. */
export const pageIn = (query: URLSearchParams): Parameters<typeof pageOf>[2] => ({
  ...(query.has('NextToken') && { NextToken: String(query.get('NextToken')) }),
  ...(query.has('MaxResults') && { Limit: Number(query.get('MaxResults')) }),
});

const groupIn = ({ query }: Call): string => query.get('groupName') ?? DEFAULT_GROUP;

/** Throws Scheduler's answer when there is no such schedule. */
function scheduleNamed(call: Call, group: string): ScheduleRecord {
  groupNamed(group, call);
  const found = call.scheduler.schedules.find(scheduleArn(group, call.name, call.at));
  if (!found) throw new AwsError('ResourceNotFoundException', `Schedule ${call.name} does not exist.`, 404);
  return found;
}

/** The schedule that a call makes. Throws Scheduler's answer to one that it does not take. */
function scheduleIn(call: Call): ScheduleRecord {
  const { name, input, at, scheduler, mustAssume } = call;
  const { GroupName = DEFAULT_GROUP, ClientToken, ...rest } = input;
  const group = String(GroupName);
  const properties = rest as unknown as ScheduleProperties;
  judgeSchedule(properties, at, scheduler.now());
  groupNamed(group, call);
  mustAssume(properties.Target.RoleArn, groupArn(group, at));
  return {
    name,
    group,
    arn: scheduleArn(group, name, at),
    properties,
    createdAt: scheduler.now(),
    modifiedAt: scheduler.now(),
    ofTemplate: false,
    ...(typeof ClientToken === 'string' && { clientToken: ClientToken }),
  };
}

/** Whether a call is one that was made before (API reference: CreateSchedule, ClientToken). */
const isRepeated = (made: ScheduleRecord, known: ScheduleRecord): boolean =>
  made.clientToken !== undefined &&
  made.clientToken === known.clientToken &&
  isDeepStrictEqual(made.properties, known.properties);

const stateOf = (schedule: ScheduleRecord): string => (isEnabled(schedule) ? 'ENABLED' : 'DISABLED');

function described(schedule: ScheduleRecord): object {
  const { properties } = schedule;
  const { MaximumEventAgeInSeconds = 86_400, MaximumRetryAttempts = 185 } = properties.Target.RetryPolicy ?? {};
  return {
    ActionAfterCompletion: 'NONE',
    ScheduleExpressionTimezone: 'UTC',
    ...properties,
    ...datesOf(properties),
    Target: { ...properties.Target, RetryPolicy: { MaximumEventAgeInSeconds, MaximumRetryAttempts } },
    State: stateOf(schedule),
    ...aboutIt(schedule),
  };
}

const summed = (schedule: ScheduleRecord): object => ({
  ...aboutIt(schedule),
  State: stateOf(schedule),
  Target: { Arn: schedule.properties.Target.Arn },
});

const aboutIt = ({ name, group, arn, createdAt, modifiedAt }: ScheduleRecord) => ({
  Name: name,
  GroupName: group,
  Arn: arn,
  CreationDate: seconds(createdAt),
  LastModificationDate: seconds(modifiedAt),
});

function datesOf({ StartDate, EndDate }: ScheduleProperties): object {
  const given = Object.entries({ StartDate: dateOf(StartDate), EndDate: dateOf(EndDate) });
  return Object.fromEntries(given.flatMap(([name, date]) => (date === undefined ? [] : [[name, seconds(date)]])));
}
