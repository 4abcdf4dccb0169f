import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { InputError } from '#template/input-error.ts';
import type { Access } from './endpoint.ts';
import { whyNoAnswer } from './why-no-answer.ts';

/** What a function behind a function URL answers (payload format 2.0). */
export interface HttpAnswer {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
}

/** A GET of a path, with its query string: `state=open&limit=10`. */
export type HttpFunction = (path: string, query?: string) => Promise<HttpAnswer>;

/** The timeout of a connection, in milliseconds. An answer may take as long as a function may run. */
const CONNECTION_TIMEOUT = 5000;

/**
 * A function that answers HTTP, asked by invoking it, which works on AWS and on every engine alike, with the caller's own
 * credentials. Throws an InputError when the function is not there or fails, or the endpoint or the credentials do not work.
 */
export function httpFunction(access: Access, functionName: string): HttpFunction {
  const lambda = new LambdaClient({
    maxAttempts: 2,
    requestHandler: { connectionTimeout: CONNECTION_TIMEOUT },
    ...access,
  });
  return async (path, query = '') => {
    const request = {
      version: '2.0',
      rawPath: path,
      rawQueryString: query,
      ...(query && { queryStringParameters: Object.fromEntries(new URLSearchParams(query)) }),
      headers: {},
      requestContext: { http: { method: 'GET', path } },
    };
    const { Payload, FunctionError } = await lambda
      .send(new InvokeCommand({ FunctionName: functionName, Payload: JSON.stringify(request) }))
      .catch((error: Error) => {
        throw new InputError(whyNoAnswer(error, functionName, access.endpoint));
      });
    const payload = Buffer.from(Payload ?? []).toString('utf8');
    if (FunctionError) throw new InputError(`The monitor (${functionName}) failed: ${payload}`);
    const answer = parse(payload);
    if (typeof answer?.statusCode !== 'number')
      throw new InputError(`The function ${functionName} did not answer as a monitor does: ${payload}`);
    return answer as HttpAnswer;
  };
}

function parse(payload: string): Partial<HttpAnswer> | null {
  try {
    return JSON.parse(payload);
  } catch {
    return null;
  }
}
