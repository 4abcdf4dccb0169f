import { AwsError } from '#local/gateway/aws-error.ts';
import type { Outcome } from '#local/lambda/environment/execution-environment.ts';

/** In bytes (developer guide: "Lambda quotas"). */
const MAX_BYTES = { synchronous: 6_291_456, asynchronous: 1_048_576, answer: 6_291_556 };

/** Throws Lambda's answer to an event that is too large to invoke a function with. */
export function mustBeSmallEnough(event: Buffer, way: 'synchronous' | 'asynchronous'): void {
  if (event.length <= MAX_BYTES[way]) return;
  const why =
    way === 'synchronous'
      ? `Request must be smaller than ${MAX_BYTES[way]} bytes for the InvokeFunction operation`
      : `${event.length} byte payload is too large for the Event invocation type (limit ${MAX_BYTES[way]} bytes)`;
  throw new AwsError('RequestEntityTooLargeException', why, 413);
}

/** What a handler returned, unless it is more than a function can answer. */
export function outcomeOf(result: string): Outcome & { errorType?: string } {
  if (Buffer.byteLength(result) <= MAX_BYTES.answer) return { payload: result };
  const errorType = 'Function.ResponseSizeTooLarge';
  const errorMessage = `Response payload size exceeded maximum allowed payload size (${MAX_BYTES.answer} bytes).`;
  return { payload: JSON.stringify({ errorType, errorMessage }), functionError: 'Unhandled', errorType };
}
