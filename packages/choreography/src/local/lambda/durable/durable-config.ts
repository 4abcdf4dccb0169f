import { inRange } from '#local/lambda/constraints.ts';
import type { FunctionConfig } from '#local/lambda/function-config.ts';

/** As CloudFormation and Lambda's API have it (API reference: DurableConfig). */
export interface DurableConfig {
  readonly ExecutionTimeout?: number;
  readonly RetentionPeriodInDays?: number;
}

/** What a function's configuration says of its executions, if it is durable. Throws Lambda's refusals. */
export function durableIn(config: DurableConfig | undefined): Pick<FunctionConfig, 'durable'> {
  if (config === undefined) return {};
  const executionTimeoutSeconds = Number(config.ExecutionTimeout ?? 86_400);
  const retentionDays = Number(config.RetentionPeriodInDays ?? 14);
  inRange('durableConfig.executionTimeout', executionTimeoutSeconds, 1, 31_622_400);
  inRange('durableConfig.retentionPeriodInDays', retentionDays, 1, 90);
  return { durable: { executionTimeoutSeconds, retentionDays } };
}
