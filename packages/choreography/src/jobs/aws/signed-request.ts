import * as http from 'node:http';
import * as https from 'node:https';
import { Hash } from '@smithy/core/serde';
import { SignatureV4 } from '@smithy/signature-v4';

/** A POST to a service of AWS in the function's own region. */
export interface SignedRequest {
  readonly service: 'dynamodb' | 'events' | 'lambda' | 'sqs';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON. */
  readonly body: string;
  /** How many milliseconds the answer may take. @default as long as the invocation */
  readonly timeoutMs?: number | undefined;
}

export interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
}

/**
 * Sends one request, signed, over a connection that is kept for the next. Resolves with whatever is answered, errors too; rejects when
 * nothing is answered, or not in time.
 */
export async function signedRequest({ service, path, headers, body, timeoutMs }: SignedRequest): Promise<Answer> {
  const { protocol, host, hostname, port } = endpointOf(service);
  const request = { method: 'POST', protocol, hostname, path, query: {}, body, headers: { host, ...headers } };
  const signed = await signerOf(service).sign(request);
  const options = {
    method: 'POST',
    hostname,
    path,
    headers: { ...signed.headers, 'content-length': Buffer.byteLength(body) },
    ...(port && { port }),
  };
  return new Promise((resolve, reject) => {
    const sent =
      protocol === 'http:' ? http.request({ ...options, agent }) : https.request({ ...options, agent: secureAgent });
    const tooLate = () => sent.destroy(new Error(`no answer within ${timeoutMs} ms`));
    const timer = timeoutMs === undefined ? undefined : setTimeout(tooLate, timeoutMs);
    sent.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        clearTimeout(timer);
        const { statusCode = 0, headers: answered } = response;
        resolve({ status: statusCode, headers: answered, text: Buffer.concat(chunks).toString() });
      });
    });
    sent.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    sent.end(body);
  });
}

/** As many connections as the SDK has. */
const connections = { keepAlive: true, maxSockets: 50 };
const agent = new http.Agent(connections);
const secureAgent = new https.Agent(connections);

const region = () => process.env.AWS_REGION ?? 'us-east-1';

/** The endpoint that is configured, for the service or for all, or that of the region. */
function endpointOf(service: SignedRequest['service']): URL {
  const name = service === 'events' ? 'EVENTBRIDGE' : service.toUpperCase();
  const configured = process.env[`AWS_ENDPOINT_URL_${name}`] ?? process.env.AWS_ENDPOINT_URL;
  const domain = region().startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return new URL(configured ?? `https://${service}.${region()}.${domain}`);
}

/** The signer of a service, which remembers its key of the day. The credentials are those that Lambda put in the environment. */
function signerOf(service: SignedRequest['service']): SignatureV4 {
  const { AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '', AWS_SESSION_TOKEN } = process.env;
  const known = signers.get(service);
  if (known?.accessKeyId === AWS_ACCESS_KEY_ID && known.region === region()) return known.signer;
  const signer = new SignatureV4({
    service,
    region: region(),
    sha256: Hash.bind(null, 'sha256'),
    applyChecksum: false,
    credentials: {
      accessKeyId: AWS_ACCESS_KEY_ID,
      secretAccessKey: AWS_SECRET_ACCESS_KEY,
      ...(AWS_SESSION_TOKEN && { sessionToken: AWS_SESSION_TOKEN }),
    },
  });
  signers.set(service, { accessKeyId: AWS_ACCESS_KEY_ID, region: region(), signer });
  return signer;
}

const signers = new Map<
  string,
  { readonly accessKeyId: string; readonly region: string; readonly signer: SignatureV4 }
>();
