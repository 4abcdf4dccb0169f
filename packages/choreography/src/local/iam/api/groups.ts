import type { Group, User } from '#local/iam/identity.ts';
import { uniqueId } from '#local/iam/identity.ts';
import { iamArn } from '#local/runtime/account.ts';
import { type Actions, alreadyExists, type Call, deleteConflict, limitExceeded } from './action.ts';
import { listPage } from './page.ts';
import { mustHaveNoPolicies } from './roles.ts';
import { toldInList, userOf } from './users.ts';

const MAX_GROUPS_OF_USER = 10;

export const GROUP_ACTIONS: Actions = {
  CreateGroup: ({ input, identities, iam }) => {
    const name = input.text('GroupName');
    const path = input.path();
    mustBeFree(name, { identities });
    const group: Group = {
      kind: 'group',
      name,
      path,
      arn: iamArn(`group${path}${name}`, identities.account),
      id: uniqueId('AGPA'),
      createdAt: iam.now(),
      ofTemplate: false,
      tags: new Map(),
      inline: new Map(),
      attached: new Map(),
      members: new Set(),
    };
    identities.add(group);
    return { Group: described(group) };
  },
  GetGroup: (call) => {
    const group = groupOf(call);
    const { Users, ...more } = listPage('Users', call.identities.membersOf(group), nameOf, toldInList, call.input);
    return { Group: described(group), Users, ...more };
  },
  ListGroups: ({ input, identities }) => {
    const prefix = input.optional('PathPrefix') ?? '/';
    const groups = identities.all('group').filter(({ path }) => path.startsWith(prefix));
    return listPage('Groups', groups, nameOf, described, input);
  },
  ListGroupsForUser: (call) => {
    const groups = call.identities.groupsOf(userOf(call));
    return listPage('Groups', groups, nameOf, described, call.input);
  },
  UpdateGroup: (call) => {
    const { input, identities } = call;
    const group = groupOf(call);
    const name = input.optional('NewGroupName') === undefined ? group.name : input.text('NewGroupName');
    const path = input.optional('NewPath') === undefined ? group.path : input.path('NewPath');
    if (name.toLowerCase() !== group.name.toLowerCase()) mustBeFree(name, call);
    identities.delete(group);
    identities.add({ ...group, name, path, arn: iamArn(`group${path}${name}`, identities.account) });
  },
  DeleteGroup: (call) => {
    const group = groupOf(call);
    if (group.members.size > 0) throw deleteConflict('Cannot delete entity, must remove users from group first.');
    mustHaveNoPolicies(group);
    call.identities.delete(group);
  },
  AddUserToGroup: (call) => {
    const group = groupOf(call);
    const user = namedUser(call);
    const groups = call.identities.groupsOf(user);
    if (groups.length >= MAX_GROUPS_OF_USER && !groups.includes(group))
      throw limitExceeded(`Cannot exceed quota for GroupsPerUser: ${MAX_GROUPS_OF_USER}`);
    group.members.add(user.id);
  },
  RemoveUserFromGroup: (call) => {
    const user = namedUser(call);
    groupOf(call).members.delete(user.id);
  },
};

/** A group that a call names. Throws IAM's answer when there is none. */
const groupOf = ({ input, identities }: Call): Group => identities.get('group', input.text('GroupName')) as Group;

const namedUser = ({ input, identities }: Call): User => identities.get('user', input.text('UserName')) as User;

function mustBeFree(name: string, { identities }: Pick<Call, 'identities'>): void {
  if (identities.group(name)) throw alreadyExists(`Group with name ${name} already exists.`);
}

const nameOf = ({ name }: Group | User): string => name;

const described = (group: Group) => ({
  Path: group.path,
  GroupName: group.name,
  GroupId: group.id,
  Arn: group.arn,
  CreateDate: new Date(group.createdAt),
});
