import { setTimeout as sleep } from 'node:timers/promises';
import type { ChangeMessageVisibilityBatchCommandInput, SendMessageCommandInput } from '@aws-sdk/client-sqs';
import { signedRequest } from './signed-request.ts';

/** What jobs ask of SQS, by action. */
interface Inputs {
  readonly SendMessage: SendMessageCommandInput;
  readonly ChangeMessageVisibilityBatch: ChangeMessageVisibilityBatchCommandInput;
}

/**
 * The SQS of all jobs in a function, in SQS's JSON protocol (SQS developer guide: "Making query API requests using AWS JSON protocol").
 * It asks the endpoint of the region, or the one configured, and not the host of a queue's URL, which emulators make up. As the SDK
 * does, it tries three times where another time may help. Throws an error with the name and message of SQS's own.
 */
export const sqs = {
  async send<Action extends keyof Inputs>(action: Action, input: Inputs[Action]): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const error = await ask(action, JSON.stringify(input));
      if (!error) return;
      if (attempt === ATTEMPTS || !error.mayPass) throw error;
      await sleep(Math.random() * (error.isThrottling ? THROTTLED_MS : PAUSE_MS) * 2 ** (attempt - 1));
    }
  },
};

/** As the SDK's standard mode has them (AWS SDKs and Tools Reference Guide: "Retry behavior"); pauses in milliseconds, doubled each time. */
const ATTEMPTS = 3;
const PAUSE_MS = 100;
const THROTTLED_MS = 500;

/** How long SQS may take to answer one attempt; a message that is sent twice does what one does. */
const TIMEOUT_MS = 3000;

/** Why SQS did not do what it was asked for, or may not have done it. */
class SqsError extends Error {
  constructor(
    override readonly name: string,
    message: string,
    readonly status?: number,
  ) {
    super(message);
  }

  get isThrottling(): boolean {
    return this.status === 429 || /Throttl|TooManyRequests/.test(this.name);
  }

  get mayPass(): boolean {
    return this.status === undefined || this.status >= 500 || this.isThrottling;
  }
}

async function ask(action: string, body: string): Promise<SqsError | undefined> {
  try {
    const answer = await signedRequest({
      service: 'sqs',
      path: '/',
      headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AmazonSQS.${action}` },
      body,
      timeoutMs: TIMEOUT_MS,
    });
    const text = await answer.text();
    return answer.ok ? undefined : errorOf(action, text, answer.status);
  } catch (cause) {
    const { name, message } = cause as Error;
    return new SqsError('NetworkingError', `SQS did not answer ${action}: ${name}: ${message}`);
  }
}

/** A JSON error names its type behind its namespace; what stands between a function and SQS may answer anything. */
function errorOf(action: string, text: string, status: number): SqsError {
  const { __type, message } = parsed(text);
  const name = String(__type ?? 'UnknownError').replace(/^.*#/, '');
  return new SqsError(name, `SQS did not do ${action}: ${status} ${message ?? text}`, status);
}

function parsed(text: string): { readonly __type?: unknown; readonly message?: unknown } {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}
