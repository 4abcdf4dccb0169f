import type { FunctionConfig } from '#local/lambda/function-config.ts';
import type { LambdaFunction } from '#local/lambda/lambda-function.ts';
import { uuidOf } from '#local/lambda/uuid-of.ts';
import type { Lambda } from './action.ts';

/** A function as Lambda describes it (API reference: FunctionConfiguration). */
export function describeFunction({ config }: LambdaFunction, { functions }: Pick<Lambda, 'functions'>): object {
  const { size, sha256 } = functions.packages.summary(config.root);
  return {
    FunctionName: config.name,
    FunctionArn: config.arn,
    Runtime: config.runtime,
    Role: config.roleArn,
    Handler: config.handler,
    CodeSize: size,
    Description: config.description ?? '',
    Timeout: config.timeoutSeconds,
    MemorySize: config.memoryMegabytes,
    // Which Lambda writes so, and no other service does.
    LastModified: new Date(config.changedAt).toISOString().replace('Z', '+0000'),
    CodeSha256: sha256,
    Version: '$LATEST',
    ...(config.deadLetterArn !== undefined && { DeadLetterConfig: { TargetArn: config.deadLetterArn } }),
    ...environment(config),
    TracingConfig: { Mode: 'PassThrough' },
    RevisionId: uuidOf(JSON.stringify([config, sha256])),
    State: 'Active',
    LastUpdateStatus: 'Successful',
    PackageType: 'Zip',
    Architectures: ['x86_64'],
    EphemeralStorage: { Size: 512 },
    SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
    LoggingConfig: config.logging,
    ...(config.durable && {
      DurableConfig: {
        ExecutionTimeout: config.durable.executionTimeoutSeconds,
        RetentionPeriodInDays: config.durable.retentionDays,
      },
    }),
    ...(config.isolatesTenants && { TenancyConfig: { TenantIsolationMode: 'PER_TENANT' } }),
  };
}

const environment = ({ environment: Variables }: FunctionConfig) =>
  Object.keys(Variables).length > 0 && { Environment: { Variables } };
