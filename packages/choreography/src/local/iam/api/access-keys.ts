import { randomBytes } from 'node:crypto';
import type { Caller } from '#local/iam/caller.ts';
import { noSuchEntity } from '#local/iam/identities.ts';
import { type User, uniqueId } from '#local/iam/identity.ts';
import { type Actions, limitExceeded } from './action.ts';
import { listPage } from './page.ts';
import { userOf } from './users.ts';

const MAX_KEYS = 2;

export const ACCESS_KEY_ACTIONS: Actions = {
  CreateAccessKey: (call) => {
    const user = userOf(call);
    if (user.accessKeys.size >= MAX_KEYS) throw limitExceeded(`Cannot exceed quota for AccessKeysPerUser: ${MAX_KEYS}`);
    const id = uniqueId('AKIA');
    const createdAt = call.iam.now();
    user.accessKeys.set(id, { active: true, createdAt });
    call.iam.credentials.issue(id, callerAs(user, call.identities.account));
    return {
      AccessKey: {
        UserName: user.name,
        AccessKeyId: id,
        Status: 'Active',
        SecretAccessKey: randomBytes(30).toString('base64'),
        CreateDate: new Date(createdAt),
      },
    };
  },
  ListAccessKeys: (call) => {
    const { name, accessKeys } = userOf(call);
    const tell = ([id, { active, createdAt }]: [string, { active: boolean; createdAt: number }]) => ({
      UserName: name,
      AccessKeyId: id,
      Status: active ? 'Active' : 'Inactive',
      CreateDate: new Date(createdAt),
    });
    return listPage('AccessKeyMetadata', [...accessKeys], ([id]) => id, tell, call.input);
  },
  UpdateAccessKey: (call) => {
    const user = userOf(call);
    const id = call.input.text('AccessKeyId');
    const active = call.input.text('Status', { pattern: 'Active|Inactive' }) === 'Active';
    keyOf(user, id).active = active;
    if (active) call.iam.credentials.issue(id, callerAs(user, call.identities.account));
    else call.iam.credentials.revoke(id);
  },
  DeleteAccessKey: (call) => {
    const user = userOf(call);
    const id = call.input.text('AccessKeyId');
    keyOf(user, id);
    user.accessKeys.delete(id);
    call.iam.credentials.revoke(id);
  },
};

function keyOf({ accessKeys }: User, id: string) {
  const key = accessKeys.get(id);
  if (!key) throw noSuchEntity(`The Access Key with id ${id} cannot be found.`);
  return key;
}

const callerAs = ({ name, arn, id }: User, account: string): Caller => ({
  kind: 'user',
  name,
  identity: name,
  account,
  principalArn: arn,
  sessionArn: arn,
  userId: id,
});
