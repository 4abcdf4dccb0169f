import { AwsError } from '#local/gateway/aws-error.ts';
import type { QueryValue } from '#local/gateway/query-protocol.ts';
import { type User, uniqueId } from '#local/iam/identity.ts';
import { iamArn } from '#local/runtime/account.ts';
import { type Actions, alreadyExists, type Call, deleteConflict, tagList, validationError } from './action.ts';
import { listPage } from './page.ts';
import { boundaryAnswer, boundaryIn, mustHaveNoPolicies } from './roles.ts';

export const USER_ACTIONS: Actions = {
  CreateUser: ({ input, identities, iam }) => {
    const name = input.text('UserName', { max: 64 });
    const path = input.path();
    if (identities.user(name)) throw alreadyExists(`User with name ${name} already exists.`);
    const user: User = {
      kind: 'user',
      name,
      path,
      arn: iamArn(`user${path}${name}`, identities.account),
      id: uniqueId('AIDA'),
      createdAt: iam.now(),
      ofTemplate: false,
      tags: new Map(input.tags()),
      inline: new Map(),
      attached: new Map(),
      accessKeys: new Map(),
      boundary: input.optional('PermissionsBoundary') === undefined ? undefined : boundaryIn({ input, identities }),
    };
    identities.add(user);
    return { User: described(user) };
  },
  GetUser: (call) => ({ User: call.input.optional('UserName') === undefined ? self(call) : described(userOf(call)) }),
  ListUsers: ({ input, identities }) => {
    const prefix = input.optional('PathPrefix') ?? '/';
    const users = identities.all('user').filter(({ path }) => path.startsWith(prefix));
    return listPage('Users', users, ({ name }) => name, toldInList, input);
  },
  DeleteUser: (call) => {
    const user = userOf(call);
    if (user.accessKeys.size > 0) throw deleteConflict('Cannot delete entity, must delete access keys first.');
    if (call.identities.groupsOf(user).length > 0)
      throw deleteConflict('Cannot delete entity, must remove users from group first.');
    mustHaveNoPolicies(user);
    call.identities.delete(user);
  },
  PutUserPermissionsBoundary: (call) => {
    userOf(call).boundary = boundaryIn(call);
  },
  DeleteUserPermissionsBoundary: (call) => {
    userOf(call).boundary = undefined;
  },
  // Tools ask for these before they remove a user.
  ListMFADevices: () => ({ MFADevices: [], IsTruncated: false }),
  GetLoginProfile: (call) => {
    const { name } = userOf(call);
    throw new AwsError('NoSuchEntity', `Login Profile for User ${name} cannot be found.`, 404);
  },
};

/** The user that a call names, or else the one that calls. */
export function userOf({ input, identities, caller }: Call): User {
  if (input.optional('UserName') !== undefined)
    return identities.get('user', input.text('UserName', { max: 64 })) as User;
  if (caller.kind === 'user') return identities.get('user', caller.identity) as User;
  throw validationError('Must specify userName when calling with non-User credentials');
}

/** Who calls, as a user: the account itself is one without a name. */
function self(call: Call): QueryValue {
  const { caller } = call;
  if (caller.kind !== 'account') return described(userOf(call));
  return {
    Path: '/',
    UserId: caller.account,
    Arn: caller.principalArn,
    CreateDate: new Date(0),
  };
}

const described = (user: User) => ({
  Path: user.path,
  UserName: user.name,
  UserId: user.id,
  Arn: user.arn,
  CreateDate: new Date(user.createdAt),
  PermissionsBoundary: boundaryAnswer(user.boundary),
  Tags: tagList(user.tags),
});

/** Without tags and boundary (API reference: ListUsers). */
export function toldInList(user: User): QueryValue {
  const { Tags: _, PermissionsBoundary: __, ...told } = described(user);
  return told;
}
