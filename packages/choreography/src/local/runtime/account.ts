/** The account and partition of the local runtime, in which templates are deployed. */
export const ACCOUNT = '000000000000';
export const PARTITION = 'aws';

/** The region of the runtime: the caller's, so that the unmodified AWS CLI finds what it looks for. */
export const REGION = process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? 'us-east-1';

/** Where a resource is: what is in another account or region is another resource, whatever its name. */
export interface AccountRegion {
  readonly account: string;
  readonly region: string;
}

/** Where templates are deployed. */
export const HOME: AccountRegion = { account: ACCOUNT, region: REGION };

/** An ARN in this account and region, or in another one. */
export const arn = (service: string, resource: string, { account, region } = HOME): string =>
  `arn:${PARTITION}:${service}:${region}:${account}:${resource}`;

/** The ARN of something that IAM or STS has, such as `role/NAME`. */
export const iamArn = (resource: string, account = ACCOUNT, service: 'iam' | 'sts' = 'iam'): string =>
  `arn:${PARTITION}:${service}::${account}:${resource}`;

/** The account and region in an ARN; empty where the ARN has none. */
export function accountRegionIn(resourceArn: string): AccountRegion {
  const [, , , region = '', account = ''] = resourceArn.split(':');
  return { account, region };
}

export const isSame = (a: AccountRegion, b: AccountRegion): boolean => a.account === b.account && a.region === b.region;
