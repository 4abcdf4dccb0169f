import type { Outcome } from '#local/lambda/environment/execution-environment.ts';
import type { InvocationDetails } from '#local/lambda/invocation/invocation.ts';
import type { LambdaFunction } from '#local/lambda/lambda-function.ts';
import { uuid } from '#local/runtime/chance.ts';
import type { ServiceClock } from '#local/runtime/clock.ts';
import type { DurableExecution } from './durable-execution.ts';
import type { ErrorObject } from './operation.ts';

/** Pauses before an invocation that failed otherwise than by its code's answer is made again, in milliseconds. */
const RETRY_PAUSES = [60_000, 120_000];

/** What the SDK answers at the end of an invocation. */
interface Answer {
  readonly Status?: 'SUCCEEDED' | 'FAILED' | 'PENDING';
  readonly Result?: string;
  readonly Error?: ErrorObject;
}

/**
 * Invokes a durable function again and again, each time with what it has reported, until its execution ends: when what it waits
 * for has come (developer guide: "Lambda durable functions"). @param current the function as it is now; @param kept called when
 * an invocation has ended
 */
export async function runExecution(
  execution: DurableExecution,
  current: () => LambdaFunction,
  details: InvocationDetails,
  clock: ServiceClock,
  kept: () => void,
): Promise<Outcome> {
  const { executionTimeoutSeconds = 0 } = current().config.durable ?? {};
  const deadline = execution.of.startedAt + executionTimeoutSeconds * 1000;
  let last: Outcome | undefined;
  let failures = 0;
  while (execution.status === 'RUNNING') {
    if (clock.now() >= deadline) execution.end('TIMED_OUT', clock.now(), { error: timedOut(executionTimeoutSeconds) });
    else {
      execution.fallDue(clock.now());
      last = await current().invoke(JSON.stringify(execution.beginInvocation()), uuid(), details);
      kept();
      if (last.functionError) {
        const pause = RETRY_PAUSES[failures++];
        if (pause === undefined) execution.end('FAILED', clock.now(), { error: errorOf(last) });
        else await clock.wait(pause);
      } else {
        failures = 0;
        take(execution, last, clock.now());
        await pauseOf(execution, deadline, clock);
      }
    }
  }
  kept();
  return outcomeOf(execution, last);
}

/** Ends the execution as the answer says; one that is pending goes on. */
function take(execution: DurableExecution, { payload }: Outcome, now: number): void {
  const { Status, Result, Error: error } = (JSON.parse(payload) ?? {}) as Answer;
  if (Status === 'SUCCEEDED') execution.end('SUCCEEDED', now, { result: Result ?? 'null' });
  else if (Status === 'FAILED') execution.end('FAILED', now, { error: error ?? {} });
  else if (Status !== 'PENDING')
    execution.end('FAILED', now, {
      error: { ErrorType: 'InvalidParameterValueException', ErrorMessage: 'Invalid Status in invocation output.' },
    });
}

/** Waits until something comes that the execution waits for. */
async function pauseOf(execution: DurableExecution, deadline: number, clock: ServiceClock): Promise<void> {
  while (execution.status === 'RUNNING' && !execution.hasNews && clock.now() < deadline) {
    const due = Math.min(execution.nextDue(), deadline);
    const change = execution.beginWaiting();
    await clock.waitUncompressed(due - clock.now(), change);
    execution.fallDue(clock.now());
  }
}

/** What the caller of the function is answered. */
function outcomeOf({ status, result, error = {}, of }: DurableExecution, last: Outcome | undefined): Outcome {
  const { logTail, report } = last ?? {};
  const measured = { ...(logTail && { logTail }), ...(report && { report }), durableExecutionArn: of.arn };
  if (status === 'SUCCEEDED') return { payload: result ?? 'null', ...measured };
  const { ErrorType = 'Error', ErrorMessage = `The durable execution is ${status}.`, ErrorData, StackTrace } = error;
  const payload = { errorType: ErrorType, errorMessage: ErrorMessage, errorData: ErrorData, trace: StackTrace };
  return { payload: JSON.stringify(payload), functionError: 'Unhandled', isFinal: true, ...measured };
}

/** The error of a function that failed. */
export function errorOf({ payload }: Outcome): ErrorObject {
  const { errorType, errorMessage, trace } = JSON.parse(payload) as Record<string, string> & { trace?: string[] };
  return {
    ...(errorType !== undefined && { ErrorType: errorType }),
    ...(errorMessage !== undefined && { ErrorMessage: errorMessage }),
    ...(trace && { StackTrace: trace }),
  };
}

const timedOut = (seconds: number): ErrorObject => ({
  ErrorType: 'DurableExecution.TimedOut',
  ErrorMessage: `The durable execution timed out after ${seconds} seconds.`,
});
