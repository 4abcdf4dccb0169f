import { setTimeout as sleep } from 'node:timers/promises';
import { type SignedRequest, signedRequest } from './signed-request.ts';

/** A service that is asked in AWS's JSON protocol (Smithy: "AWS JSON 1.0 protocol", "AWS JSON 1.1 protocol"). */
interface JsonService {
  /** As people call it. */
  readonly title: string;
  readonly service: SignedRequest['service'];
  /** What its actions have before their name. */
  readonly target: string;
  readonly version: '1.0' | '1.1';
  /** How often a request is sent at the most. */
  readonly attempts: number;
  readonly timeoutMs?: number;
}

/** What a service is asked for and what it answers, by action, as in the SDK. */
export type ActionsIn<Actions> = { readonly [Action in keyof Actions]: readonly [input: object, output: object] };

export interface AskedBy<Actions extends ActionsIn<Actions>> {
  send<Action extends keyof Actions & string>(
    action: Action,
    input: Actions[Action][0],
  ): Promise<Omit<Actions[Action][1], '$metadata'>>;
}

/** How inputs and answers differ from what is sent, if they do. */
interface Translation {
  toWire(input: object): object;
  /** Also of what an error tells. */
  fromWire(answer: object): Record<string, unknown>;
}

/**
 * A service that is asked for actions, and again where another time may help, as the SDK does. `send` throws a {@link ServiceError} with
 * the name and message of the service's own.
 */
export const jsonService = <Actions extends ActionsIn<Actions>>(
  of: JsonService,
  translation?: Translation,
): AskedBy<Actions> => ({
  async send(action, input) {
    const body = JSON.stringify(translation ? translation.toWire(input) : input);
    for (let attempt = 1; ; attempt++) {
      const answer = await askOnce(of, action, body, translation);
      if (!(answer instanceof ServiceError)) return answer as never;
      if (attempt === of.attempts || !answer.mayPass) throw answer;
      await sleep(Math.random() * (answer.isThrottling ? THROTTLED_MS : PAUSE_MS) * 2 ** (attempt - 1));
    }
  },
});

/** As the SDK's standard mode has them (AWS SDKs and Tools Reference Guide: "Retry behavior"); in milliseconds, doubled each time. */
const PAUSE_MS = 100;
const THROTTLED_MS = 500;

/** Why a service did not do what it was asked for, or may not have done it. */
export class ServiceError extends Error {
  constructor(
    override readonly name: string,
    message: string,
    /** Absent when the service did not answer. */
    readonly status?: number,
    /** What else the service tells, such as why a transaction was cancelled. */
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }

  get isThrottling(): boolean {
    return this.status === 429 || THROTTLING.test(this.name);
  }

  get mayPass(): boolean {
    return this.status === undefined || this.status >= 500 || this.isThrottling;
  }
}

/** The names by which services say that they are asked too often (the SDK's list). */
const THROTTLING = /Throttl|TooManyRequests|RequestLimitExceeded|ProvisionedThroughputExceeded|TransactionInProgress/;

/** Whether a service said this, by the name of its error in the API reference. */
export const isError = (error: unknown, name: string): error is ServiceError =>
  error instanceof ServiceError && error.name === name;

async function askOnce(
  of: JsonService,
  action: string,
  body: string,
  translation: Translation | undefined,
): Promise<object | ServiceError> {
  const headers = { 'content-type': `application/x-amz-json-${of.version}`, 'x-amz-target': `${of.target}.${action}` };
  const { service, timeoutMs } = of;
  const answer = await signedRequest({ service, path: '/', headers, body, timeoutMs }).catch((cause: Error) => cause);
  if (answer instanceof Error)
    return new ServiceError(
      'NetworkingError',
      `${of.title} did not answer ${action}: ${answer.name}: ${answer.message}`,
    );
  const { status, text } = answer;
  const isDone = status >= 200 && status < 300;
  // An answer of nothing may be without a body.
  const told = isDone ? JSON.parse(text || '{}') : parsed(text);
  const details = translation ? translation.fromWire(told) : told;
  return isDone ? details : errorOf(of.title, action, text, status, details);
}

/** A JSON error names its type behind its namespace; what stands between a function and the service may answer anything. */
function errorOf(
  title: string,
  action: string,
  text: string,
  status: number,
  details: Readonly<Record<string, unknown>>,
): ServiceError {
  const { __type, message = details.Message } = details;
  const name = String(__type ?? 'UnknownError').replace(/^.*#/, '');
  return new ServiceError(name, `${title} did not do ${action}: ${status} ${message ?? text}`, status, details);
}

function parsed(text: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}
