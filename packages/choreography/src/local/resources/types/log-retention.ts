import type { ResourceType } from './resource-type.ts';

/** What the CDK makes of a function's `logRetention`: a log group with its retention, which its own function would set by the API. */
const logRetention: ResourceType = {
  honours: ['LogGroupName', 'RetentionInDays'],
  withoutEffect: Object.fromEntries(
    ['ServiceToken', 'LogGroupRegion', 'SdkRetry', 'SdkRetry.maxRetries', 'SdkRetry.base', 'RemovalPolicy'].map(
      (each) => [each, 'The runtime sets the retention itself.'],
    ),
  ),
  identify: ({ properties: { LogGroupName } }) => ({
    ref: String(LogGroupName),
    attributes: { LogGroupName: String(LogGroupName) },
  }),
  replaces: true,
  create: ({ properties: { RetentionInDays } }, { ref }, { logs }) => {
    const group = logs.find(ref) ?? logs.create(ref);
    if (RetentionInDays !== undefined) group.retentionInDays = Number(RetentionInDays);
  },
};

export const LOG_RETENTION_TYPES: Readonly<Record<string, ResourceType>> = { 'Custom::LogRetention': logRetention };
