import type { Outcome } from '#local/lambda/environment/execution-environment.ts';
import type { FunctionConfig } from '#local/lambda/function-config.ts';

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

/** The error with which an invocation ended, that as a sentence, and the place in a TypeScript source, if its stack begins there. */
export function errorIn({ payload }: Outcome): { message: string; text: string; at: string | undefined } {
  const {
    errorType = 'Error',
    errorMessage = payload,
    trace = [],
  } = JSON.parse(payload) as {
    trace?: readonly string[];
    errorType?: string;
    errorMessage?: string;
  };
  const at = trace.find((line) => /^ {4}at /.test(line) && !/node_modules|node:/.test(line));
  return {
    message: errorMessage,
    text: `${errorType}: ${errorMessage}`,
    at: /([^\s(]+\.tsx?:\d+:\d+)/.exec(at ?? '')?.[1],
  };
}

/** That sentence, with the place. */
export function errorText(outcome: Outcome): string {
  const { text, at } = errorIn(outcome);
  return at === undefined ? text : `${text} (at ${at})`;
}
