import { AwsError } from '#local/gateway/aws-error.ts';
import type { AwsRequest, AwsResponse } from '#local/gateway/backend.ts';
import { type FormValue, type QueryValue, queryAnswer, readForm } from '#local/gateway/query-protocol.ts';
import type { Iam } from '#local/iam/iam.ts';
import { assumeRole } from './assume-role.ts';
import { credentialsFor } from './session-credentials.ts';

const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';

type Form = { readonly [name: string]: FormValue };
type Action = (form: Form, request: AwsRequest, iam: Iam) => { readonly [name: string]: QueryValue };

const ACTIONS: Readonly<Record<string, Action>> = {
  GetCallerIdentity: (_, request, iam) => {
    const { sessionArn, userId, account } = iam.callerOf(request);
    return { Arn: sessionArn, UserId: userId, Account: account };
  },
  AssumeRole: (form, request, iam) => assumeRole(form, iam.callerOf(request), iam),
  GetSessionToken: (form, request, iam) => {
    const caller = iam.callerOf(request);
    if (caller.kind === 'role')
      throw new AwsError('AccessDenied', 'Cannot call GetSessionToken with session credentials', 403);
    return { Credentials: credentialsFor(caller, Number(form.DurationSeconds ?? 43_200), iam) };
  },
};

/** STS: who calls, and credentials of a role for a while. */
export function stsApi(request: AwsRequest, iam: Iam): AwsResponse {
  const form = readForm(request.body);
  const name = String(form.Action ?? '');
  const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
  if (!action)
    throw new AwsError(
      'UnsupportedOperationException',
      `The local runtime does not answer ${name || 'this call'} of STS.`,
    );
  return queryAnswer(name, NAMESPACE, action(form, request, iam));
}
