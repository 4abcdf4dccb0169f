import type { DurableExecution } from './durable-execution.ts';

/** An execution in a list (API reference: Execution). */
export const summaryOf = ({ of, status, endedAt }: DurableExecution) => ({
  DurableExecutionArn: of.arn,
  DurableExecutionName: of.name,
  FunctionArn: of.functionArn,
  Status: status,
  StartTimestamp: of.startedAt,
  ...(endedAt !== undefined && { EndTimestamp: endedAt }),
});

/** All of it (API reference: GetDurableExecution). */
export const describeExecution = (execution: DurableExecution) => ({
  ...summaryOf(execution),
  Version: '$LATEST',
  InputPayload: execution.of.input,
  ...(execution.result !== undefined && { Result: execution.result }),
  ...(execution.error && { Error: execution.error }),
});
