import { type Actions, type Call, tagList } from './action.ts';
import { profileOf } from './instance-profiles.ts';
import { namedIn } from './managed-policies.ts';

/** Tags of roles, users, instance profiles and policies: the same actions for all. */
export const TAG_ACTIONS: Actions = {
  ...actionsOf('Role', ({ input, identities }) => identities.get('role', input.text('RoleName')).tags),
  ...actionsOf('User', ({ input, identities }) => identities.get('user', input.text('UserName')).tags),
  ...actionsOf('InstanceProfile', (call) => profileOf(call).tags),
  ...actionsOf('Policy', (call) => namedIn(call).tags),
};

function actionsOf(Kind: string, tagsOf: (call: Call) => Map<string, string>): Actions {
  return {
    [`Tag${Kind}`]: (call) => {
      const tags = tagsOf(call);
      for (const [key, value] of call.input.tags()) tags.set(key, value);
    },
    [`Untag${Kind}`]: (call) => {
      const tags = tagsOf(call);
      for (const key of call.input.list('TagKeys')) tags.delete(String(key));
    },
    [`List${Kind}Tags`]: (call) => ({ Tags: tagList(tagsOf(call)) ?? [], IsTruncated: false }),
  };
}
