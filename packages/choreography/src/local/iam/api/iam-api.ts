import { AwsError } from '#local/gateway/aws-error.ts';
import type { AwsRequest, AwsResponse } from '#local/gateway/backend.ts';
import { queryAnswer, readForm } from '#local/gateway/query-protocol.ts';
import type { Iam } from '#local/iam/iam.ts';
import { ACCESS_KEY_ACTIONS } from './access-keys.ts';
import { type Actions, Input } from './action.ts';
import { GROUP_ACTIONS } from './groups.ts';
import { IDENTITY_POLICY_ACTIONS } from './identity-policies.ts';
import { INSTANCE_PROFILE_ACTIONS } from './instance-profiles.ts';
import { MANAGED_POLICY_ACTIONS } from './managed-policies.ts';
import { POLICY_VERSION_ACTIONS } from './policy-versions.ts';
import { ROLE_ACTIONS } from './roles.ts';
import { TAG_ACTIONS } from './tags.ts';
import { USER_ACTIONS } from './users.ts';

const NAMESPACE = 'https://iam.amazonaws.com/doc/2010-05-08/';

/** The actions of IAM's API that the runtime answers, by name (IAM API reference). */
const ACTIONS: Actions = {
  ...ROLE_ACTIONS,
  ...USER_ACTIONS,
  ...ACCESS_KEY_ACTIONS,
  ...GROUP_ACTIONS,
  ...INSTANCE_PROFILE_ACTIONS,
  ...IDENTITY_POLICY_ACTIONS,
  ...MANAGED_POLICY_ACTIONS,
  ...POLICY_VERSION_ACTIONS,
  ...TAG_ACTIONS,
  ListAccountAliases: () => ({ AccountAliases: [], IsTruncated: false }),
};

/** IAM's API, in the query protocol: roles, users, groups, access keys, policies and instance profiles of the caller's account. */
export function iamApi(request: AwsRequest, iam: Iam): AwsResponse {
  const form = readForm(request.body);
  const name = String(form.Action ?? '');
  const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
  if (!action)
    throw new AwsError(
      'UnsupportedOperationException',
      `The local runtime does not answer ${name || 'this call'} of IAM: it has roles, users, groups, access keys, policies and instance profiles.`,
    );
  const caller = iam.callerOf(request);
  const result = action({ input: new Input(form), identities: iam.in(caller.account), iam, caller });
  return queryAnswer(name, NAMESPACE, result || undefined);
}
