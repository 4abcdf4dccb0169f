import { type Answer, signedRequest } from './signed-request.ts';

/**
 * Calls a function of this account and waits for its answer (Lambda API reference: Invoke). Throws when it cannot be called, or fails.
 */
export async function invoke(functionName: string, payload: unknown): Promise<unknown> {
  const { headers, text } = await call(functionName, payload, 'RequestResponse');
  if ('x-amz-function-error' in headers) throw new Error(`${functionName} failed: ${text}`);
  return JSON.parse(text);
}

/** Has a function of this account called, and does not wait for it. Throws when that is refused. */
export async function invokeLater(functionName: string, payload: unknown): Promise<void> {
  await call(functionName, payload, 'Event');
}

async function call(functionName: string, payload: unknown, invocationType: string): Promise<Answer> {
  const answer = await signedRequest({
    service: 'lambda',
    path: `/2015-03-31/functions/${functionName}/invocations`,
    headers: { 'content-type': 'application/json', 'x-amz-invocation-type': invocationType },
    body: JSON.stringify(payload),
  });
  const { status, text } = answer;
  if (status < 200 || status > 299) throw new Error(`Lambda did not call ${functionName}: ${status} ${text}`);
  return answer;
}
