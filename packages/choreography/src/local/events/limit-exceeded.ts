import { AwsError } from '#local/gateway/aws-error.ts';

/** What EventBridge answers beyond any of its quotas. */
export const limitExceeded = (): AwsError =>
  new AwsError('LimitExceededException', 'The requested resource exceeds the maximum number allowed.');
