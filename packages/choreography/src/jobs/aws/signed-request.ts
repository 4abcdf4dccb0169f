import { Hash } from '@smithy/core/serde';
import { SignatureV4 } from '@smithy/signature-v4';

/** A POST to a service of AWS in the function's own region. */
export interface SignedRequest {
  readonly service: 'lambda' | 'sqs';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON. */
  readonly body: string;
  /** How many milliseconds the answer may take. @default as long as the invocation */
  readonly timeoutMs?: number;
}

/**
 * Sends one request, signed by hand, for services of which a job needs a call or two: their SDK client would be a seventh of its bundle.
 * Resolves with whatever is answered, errors too; rejects when nothing is answered.
 */
export async function signedRequest({ service, path, headers, body, timeoutMs }: SignedRequest): Promise<Response> {
  const { protocol, host, hostname } = new URL(endpointOf(service));
  const request = { method: 'POST', protocol, hostname, path, query: {}, body, headers: { host, ...headers } };
  const signed = await signer(service).sign(request);
  return fetch(`${protocol}//${host}${path}`, {
    method: request.method,
    headers: signed.headers,
    body,
    ...(timeoutMs !== undefined && { signal: AbortSignal.timeout(timeoutMs) }),
  });
}

const region = () => process.env.AWS_REGION ?? 'us-east-1';

/** The endpoint that is configured, for the service or for all, or that of the region. */
function endpointOf(service: SignedRequest['service']): string {
  const configured = process.env[`AWS_ENDPOINT_URL_${service.toUpperCase()}`] ?? process.env.AWS_ENDPOINT_URL;
  const domain = region().startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return configured ?? `https://${service}.${region()}.${domain}`;
}

/** The credentials are those that Lambda put in the environment. */
function signer(service: SignedRequest['service']): SignatureV4 {
  const { AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '', AWS_SESSION_TOKEN } = process.env;
  return new SignatureV4({
    service,
    region: region(),
    sha256: Hash.bind(null, 'sha256'),
    credentials: {
      accessKeyId: AWS_ACCESS_KEY_ID,
      secretAccessKey: AWS_SECRET_ACCESS_KEY,
      ...(AWS_SESSION_TOKEN && { sessionToken: AWS_SESSION_TOKEN }),
    },
  });
}
