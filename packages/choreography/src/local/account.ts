/** The one account and partition of the local runtime. */
export const ACCOUNT = '000000000000';
export const PARTITION = 'aws';

/** The region that the runtime stands for: the caller's, so that the unmodified AWS CLI finds what it looks for. */
export const REGION = process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? 'us-east-1';

/** An ARN in this account and region. */
export const arn = (service: string, resource: string): string =>
  `arn:${PARTITION}:${service}:${REGION}:${ACCOUNT}:${resource}`;
