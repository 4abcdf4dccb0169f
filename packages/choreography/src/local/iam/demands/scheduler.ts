import { whereaboutsOf } from '#local/iam/caller.ts';
import { arn } from '#local/runtime/account.ts';
import { type Demands, jsonBody } from './demand.ts';
import { passRole } from './iam.ts';

const OF_SCHEDULE: Readonly<Record<string, string>> = {
  POST: 'CreateSchedule',
  GET: 'GetSchedule',
  PUT: 'UpdateSchedule',
  DELETE: 'DeleteSchedule',
};
const OF_TAGS: Readonly<Record<string, string>> = {
  POST: 'TagResource',
  GET: 'ListTagsForResource',
  DELETE: 'UntagResource',
};

/** What calls to EventBridge Scheduler ask leave for (service authorization reference: "Amazon EventBridge Scheduler"). */
export const schedulerDemands: Demands = (request, caller) => {
  const { method } = request;
  const { pathname, searchParams } = new URL(request.path, 'http://localhost');
  const [collection = '', ...rest] = pathname.slice(1).split('/');
  const name = decodeURIComponent(rest.join('/'));
  const at = whereaboutsOf(request, caller);
  if (collection === 'tags') return [{ action: `scheduler:${OF_TAGS[method] ?? method}`, resource: name }];
  if (name === '')
    return [{ action: `scheduler:List${collection === 'schedules' ? 'Schedules' : 'ScheduleGroups'}`, resource: '*' }];
  if (collection === 'schedule-groups')
    return [
      {
        action: `scheduler:${OF_SCHEDULE[method] ?? method}Group`,
        resource: arn('scheduler', `schedule-group/${name}`, at),
      },
    ];
  const { GroupName, Target } = jsonBody(request);
  const group = searchParams.get('groupName') ?? String(GroupName ?? 'default');
  const role = Object(Target).RoleArn;
  return [
    {
      action: `scheduler:${OF_SCHEDULE[method] ?? method}`,
      resource: arn('scheduler', `schedule/${group}/${name}`, at),
    },
    ...passRole(typeof role === 'string' ? role : undefined, 'scheduler.amazonaws.com'),
  ];
};
