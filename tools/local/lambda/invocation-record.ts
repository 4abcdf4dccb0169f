import type { Outcome } from './execution-environment.ts';
import type { FunctionConfig } from './function-config.ts';

/** What Lambda sends to a failure destination (developer guide: "Retaining records of asynchronous invocations"). */
export function invocationRecord(
  { arn }: FunctionConfig,
  event: string,
  requestId: string,
  attempts: number,
  outcome: Outcome,
  /** In milliseconds since 1970. */
  now: number,
): string {
  return JSON.stringify({
    version: '1.0',
    timestamp: new Date(now).toISOString(),
    requestContext: {
      requestId,
      functionArn: `${arn}:$LATEST`,
      condition: 'RetriesExhausted',
      approximateInvokeCount: attempts,
    },
    requestPayload: JSON.parse(event),
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: outcome.functionError },
    responsePayload: JSON.parse(outcome.payload),
  });
}
