import { InvokeCommand, LambdaClient, ResourceNotFoundException } from '@aws-sdk/client-lambda';
import type { Access } from '../aws/endpoint.ts';
import { InputError } from '../template/input-error.ts';
import type { OrderView } from './order-view.ts';

/** Asks the monitor for one order: undefined while it has heard nothing of it. */
export type AskMonitor = (orderId: string) => Promise<OrderView | undefined>;

/**
 * Asks the monitor's API by invoking its function, which works on AWS and on every engine alike. Throws an InputError when
 * the function is not there, or the endpoint or the credentials do not work.
 */
export function monitorAt(access: Access, functionName: string): AskMonitor {
  const lambda = new LambdaClient({ maxAttempts: 2, ...access });
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
        throw new InputError(explain(error, functionName, access.endpoint ?? 'AWS'));
      });
    const payload = Buffer.from(Payload ?? []).toString('utf8');
    if (FunctionError) throw new InputError(`The monitor (${functionName}) failed: ${payload}`);
    const { statusCode, body } = JSON.parse(payload) as { statusCode: number; body: string };
    if (statusCode === 404) return undefined;
    if (statusCode !== 200) throw new InputError(`The monitor (${functionName}) answered ${statusCode}: ${body}`);
    return JSON.parse(body) as OrderView;
  };
}

function explain(error: Error, functionName: string, where: string): string {
  if (error instanceof ResourceNotFoundException)
    return `There is no function ${functionName} at ${where}: is the monitor deployed there? choreography.json names it.`;
  if (
    /ECONNREFUSED|ENOTFOUND|ECONNRESET|EHOSTUNREACH/.test(`${(error as NodeJS.ErrnoException).code} ${error.message}`)
  ) {
    return `Nothing answers at ${where}: start the local runtime with "npm start", or give another --endpoint-url.`;
  }
  return `${where} did not let the monitor be asked (${error.name}): ${error.message}`;
}
