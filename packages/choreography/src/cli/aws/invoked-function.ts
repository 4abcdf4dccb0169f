import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { InputError } from '#template/input-error.ts';
import type { Access } from './endpoint.ts';
import { type HttpFunction, httpFunction } from './http-function.ts';
import { whyNoAnswer } from './why-no-answer.ts';

/** The timeout of a connection, in milliseconds. An answer may take as long as a function may run. */
const CONNECTION_TIMEOUT = 5000;

/**
 * A function that answers HTTP, asked by Lambda's API, which works on AWS and on every engine alike, with the caller's own
 * credentials. Throws an InputError when the function is not there or fails, or the endpoint or the credentials do not work.
 */
export function invokedFunction(access: Access, functionName: string): HttpFunction {
  const lambda = new LambdaClient({
    maxAttempts: 2,
    requestHandler: { connectionTimeout: CONNECTION_TIMEOUT },
    ...access,
  });
  return httpFunction(functionName, async (event) => {
    const { Payload, FunctionError } = await lambda
      .send(new InvokeCommand({ FunctionName: functionName, Payload: event }))
      .catch((error: Error) => {
        throw new InputError(whyNoAnswer(error, functionName, access.endpoint));
      });
    return { payload: Buffer.from(Payload ?? []).toString('utf8'), functionError: FunctionError };
  });
}
