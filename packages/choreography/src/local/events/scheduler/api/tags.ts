import { groupArn, type ScheduleGroup } from '#local/events/scheduler/schedules.ts';
import type { Actions, Call } from './action.ts';
import { groupNamed } from './groups.ts';

/** Groups have tags, schedules have none. */
export const TAGS: Actions = {
  'POST /tags/*': (call) => {
    const group = taggedIn(call);
    call.scheduler.schedules.putGroup({ ...group, tags: { ...group.tags, ...tagsIn(call.input) } });
    return {};
  },
  'DELETE /tags/*': (call) => {
    const group = taggedIn(call);
    const removed = new Set(call.query.getAll('TagKeys'));
    const kept = Object.entries(group.tags).filter(([key]) => !removed.has(key));
    call.scheduler.schedules.putGroup({ ...group, tags: Object.fromEntries(kept) });
    return {};
  },
  'GET /tags/*': (call) => ({
    Tags: Object.entries(taggedIn(call).tags).map(([Key, Value]) => ({ Key, Value })),
  }),
};

/** The tags that a call gives, by key. */
export const tagsIn = ({ Tags = [] }: Call['input']): Readonly<Record<string, string>> =>
  Object.fromEntries((Tags as { Key: string; Value: string }[]).map(({ Key, Value }) => [Key, Value]));

function taggedIn(call: Call): ScheduleGroup {
  const name = call.name.slice(call.name.lastIndexOf('/') + 1);
  const group = groupNamed(name, call);
  // The ARN of a group that is elsewhere names one that is not here.
  return call.name === groupArn(name, call.at) ? group : groupNamed(call.name, call);
}
