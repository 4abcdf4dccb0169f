import { Hash } from '@smithy/core/serde';
import { SignatureV4 } from '@smithy/signature-v4';

/**
 * Calls a function of this account and waits for its answer (Lambda API reference: Invoke). Signed by hand, since Lambda's
 * SDK client would be a seventh of a bundle for this one call. Throws when it cannot be called, or fails.
 */
export async function invoke(functionName: string, payload: unknown): Promise<unknown> {
  const answer = await call(functionName, payload, 'RequestResponse');
  const text = await answer.text();
  if (answer.headers.has('x-amz-function-error')) throw new Error(`${functionName} failed: ${text}`);
  return JSON.parse(text);
}

/** Has a function of this account called, and does not wait for it. Throws when that is refused. */
export async function invokeLater(functionName: string, payload: unknown): Promise<void> {
  await call(functionName, payload, 'Event');
}

async function call(functionName: string, payload: unknown, invocationType: string): Promise<Response> {
  const body = JSON.stringify(payload);
  const { protocol, host, hostname } = new URL(endpoint());
  const request = {
    method: 'POST',
    protocol,
    hostname,
    path: `/2015-03-31/functions/${functionName}/invocations`,
    query: {},
    body,
    headers: { host, 'content-type': 'application/json', 'x-amz-invocation-type': invocationType },
  };
  const { headers } = await signer().sign(request);
  const answer = await fetch(`${protocol}//${host}${request.path}`, { method: request.method, headers, body });
  if (!answer.ok) throw new Error(`Lambda did not call ${functionName}: ${answer.status} ${await answer.text()}`);
  return answer;
}

const region = () => process.env.AWS_REGION ?? 'us-east-1';

const endpoint = () =>
  process.env.AWS_ENDPOINT_URL_LAMBDA ?? process.env.AWS_ENDPOINT_URL ?? `https://lambda.${region()}.amazonaws.com`;

/** The credentials are those that Lambda put in the environment. */
function signer(): SignatureV4 {
  const { AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '', AWS_SESSION_TOKEN } = process.env;
  return new SignatureV4({
    service: 'lambda',
    region: region(),
    sha256: Hash.bind(null, 'sha256'),
    credentials: {
      accessKeyId: AWS_ACCESS_KEY_ID,
      secretAccessKey: AWS_SECRET_ACCESS_KEY,
      ...(AWS_SESSION_TOKEN && { sessionToken: AWS_SESSION_TOKEN }),
    },
  });
}
