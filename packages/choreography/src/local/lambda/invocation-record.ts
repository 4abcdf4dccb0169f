import type { Outcome } from './execution-environment.ts';
import type { FunctionConfig } from './function-config.ts';

/** Why an asynchronous invocation ended. */
export type Condition = 'Success' | 'RetriesExhausted' | 'EventAgeExceeded';

/** What Lambda sends to a destination (developer guide: "Capturing records of Lambda asynchronous invocations"). */
export function invocationRecord(
  { arn }: FunctionConfig,
  condition: Condition,
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
      condition,
      approximateInvokeCount: attempts,
    },
    requestPayload: JSON.parse(event),
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: outcome.functionError },
    // What a handler wrote to a stream need not be JSON.
    responsePayload: outcome.streamed ? outcome.payload : JSON.parse(outcome.payload),
  });
}

/** The error with which an invocation ended, and that as a sentence. */
export function errorIn({ payload }: Outcome): { message: string; text: string } {
  const { errorType = 'Error', errorMessage = payload } = JSON.parse(payload) as {
    errorType?: string;
    errorMessage?: string;
  };
  return { message: errorMessage, text: `${errorType}: ${errorMessage}` };
}
