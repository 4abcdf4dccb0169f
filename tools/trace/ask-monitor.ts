import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { Access } from '../aws/endpoint.ts';
import { InputError } from '../template/input-error.ts';
import type { OrderView } from './order-view.ts';
import { whyNoAnswer } from './why-no-answer.ts';

/** Asks the monitor for one order: undefined while it has heard nothing of it. */
export type AskMonitor = (orderId: string) => Promise<OrderView | undefined>;

/** Nobody waits longer for a connection, in milliseconds; an answer may take as long as a function may run. */
const CONNECTION_TIMEOUT = 5000;

/**
 * Asks the monitor's API by invoking its function, which works on AWS and on every engine alike. Throws an InputError when
 * the function is not there, or the endpoint or the credentials do not work.
 */
export function monitorAt(access: Access, functionName: string): AskMonitor {
  const lambda = new LambdaClient({
    maxAttempts: 2,
    requestHandler: { connectionTimeout: CONNECTION_TIMEOUT },
    ...access,
  });
  return async (orderId) => {
    const path = `/orders/${encodeURIComponent(orderId)}`;
    const request = {
      version: '2.0',
      rawPath: path,
      rawQueryString: '',
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
    const { statusCode, body = '' } = readAnswer(payload);
    if (statusCode === 404) return undefined;
    if (statusCode !== 200)
      throw new InputError(`The function ${functionName} did not answer as a monitor does: ${payload}`);
    return JSON.parse(body) as OrderView;
  };
}

function readAnswer(payload: string): { statusCode?: number; body?: string } {
  try {
    return JSON.parse(payload) ?? {};
  } catch {
    return {};
  }
}
