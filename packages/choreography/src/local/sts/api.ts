import { ACCOUNT, PARTITION } from '#local/account.ts';
import { AwsError } from '#local/aws-error.ts';
import type { AwsRequest, AwsResponse } from '#local/backend.ts';
import type { Caller } from '#local/iam/caller.ts';

/** STS GetCallerIdentity: a function in its role, or else the administrator of the one account. */
export function stsApi({ body }: AwsRequest, caller: Caller | undefined): AwsResponse {
  const arn = caller?.sessionArn ?? `arn:${PARTITION}:iam::${ACCOUNT}:root`;
  const action = new URLSearchParams(body.toString('utf8')).get('Action');
  if (action !== 'GetCallerIdentity')
    throw new AwsError('UnsupportedOperationException', `The local runtime does not answer ${action} of STS.`);
  return {
    status: 200,
    headers: { 'content-type': 'text/xml' },
    body: `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>${arn}</Arn><UserId>${ACCOUNT}</UserId><Account>${ACCOUNT}</Account></GetCallerIdentityResult><ResponseMetadata><RequestId>00000000-0000-0000-0000-000000000000</RequestId></ResponseMetadata></GetCallerIdentityResponse>`,
  };
}
