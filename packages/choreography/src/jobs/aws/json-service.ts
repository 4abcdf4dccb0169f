import { setTimeout as sleep } from 'node:timers/promises';
import { type SignedRequest, signedRequest } from './signed-request.ts';

/** A service that is asked in AWS's JSON protocol (Smithy: "AWS JSON 1.0 protocol", "AWS JSON 1.1 protocol"). */
export interface JsonService {
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

/**
 * Asks a service for an action, and again where another time may help, as the SDK does. Throws a {@link ServiceError} with the name
 * and message of the service's own.
 */
export async function ask(of: JsonService, action: string, body: string): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    const answer = await askOnce(of, action, body);
    if (typeof answer === 'string') return answer;
    if (attempt === of.attempts || !answer.mayPass) throw answer;
    await sleep(Math.random() * (answer.isThrottling ? THROTTLED_MS : PAUSE_MS) * 2 ** (attempt - 1));
  }
}

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

async function askOnce(of: JsonService, action: string, body: string): Promise<string | ServiceError> {
  try {
    const { status, text } = await signedRequest({
      service: of.service,
      path: '/',
      headers: {
        'content-type': `application/x-amz-json-${of.version}`,
        'x-amz-target': `${of.target}.${action}`,
      },
      body,
      timeoutMs: of.timeoutMs,
    });
    return status >= 200 && status < 300 ? text : errorOf(of.title, action, text, status);
  } catch (cause) {
    const { name, message } = cause as Error;
    return new ServiceError('NetworkingError', `${of.title} did not answer ${action}: ${name}: ${message}`);
  }
}

/** A JSON error names its type behind its namespace; what stands between a function and the service may answer anything. */
function errorOf(title: string, action: string, text: string, status: number): ServiceError {
  const details = parsed(text);
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
