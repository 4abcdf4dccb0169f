import { AsyncLocalStorage } from 'node:async_hooks';
import type { Context } from 'aws-lambda';
import type { Fault } from './fault.ts';

/** One run of a handler, in which AWS calls can fail as planned, and which can end in the middle as a process does. */
export interface Attempt {
  readonly faults: readonly Fault[];
  /** The AWS calls so far, by command. */
  readonly calls: string[];
  /** What EventBridge took. */
  readonly said: { Source?: string; DetailType?: string; Detail?: string }[];
  /** Whether SES took an email, and whether that was recorded. */
  emailed: boolean;
  recorded: boolean;
  /** The calls that AWS has not answered yet. */
  readonly underWay: Set<Promise<unknown>>;
  /** Whether it has crashed. */
  isOver: boolean;
  readonly crash: () => void;
}

/** How one run of a job under faults ended. */
export type Ending = 'returned' | 'thrown' | 'crashed';

/** The attempt that the current code runs in. */
export const current = new AsyncLocalStorage<Attempt>();

/**
 * Runs a handler as Lambda would, up to its end or its crash: what crashed goes on no more, and what it had asked AWS for by then, at
 * the same time, is done.
 */
export async function attempt(
  run: (context: Context) => Promise<unknown>,
  faults: readonly Fault[],
  requestId: string,
): Promise<Attempt & { ending: Ending; error?: unknown }> {
  let crash = () => {};
  const crashed = new Promise<'crashed'>((resolve) => {
    crash = () => {
      state.isOver = true;
      resolve('crashed');
    };
  });
  const record = { calls: [], said: [], emailed: false, recorded: false, underWay: new Set<Promise<unknown>>() };
  const state: Attempt = { faults, ...record, isOver: false, crash };
  let error: unknown;
  const ran = current.run(state, () =>
    run(aContext(requestId)).then(
      () => 'returned' as const,
      (thrown) => {
        error = thrown;
        return 'thrown' as const;
      },
    ),
  );
  const ending = await Promise.race([ran, crashed]);
  await Promise.allSettled(state.underWay);
  return Object.assign(state, { ending, error });
}

/** Ten seconds, of which every look at the clock takes one and a half: time does not pass in these tests by itself. */
function aContext(awsRequestId: string): Context {
  let remaining = 11_500;
  return {
    awsRequestId,
    functionVersion: '$LATEST',
    invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:test',
    getRemainingTimeInMillis: () => {
      remaining = Math.max(0, remaining - 1500);
      return remaining;
    },
  } as Context;
}
