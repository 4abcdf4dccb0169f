import * as http from 'node:http';
import * as https from 'node:https';
import { signedHeaders } from './signature.ts';

/** A POST to a service of AWS in the function's own region. */
export interface SignedRequest {
  readonly service: 'dynamodb' | 'events' | 'lambda' | 'ses' | 'sqs';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
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
  const { AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '', AWS_SESSION_TOKEN = '' } = process.env;
  const signed = signedHeaders(
    { service, region: region(), path, headers: { host, ...headers }, body },
    // The credentials are those that Lambda put in the environment.
    { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY, sessionToken: AWS_SESSION_TOKEN },
    new Date(),
  );
  const options = {
    method: 'POST',
    hostname,
    path,
    headers: { ...signed, 'content-length': Buffer.byteLength(body) },
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
function endpointOf(service: SignedRequest['service']): Endpoint {
  const name = service === 'events' ? 'EVENTBRIDGE' : service.toUpperCase();
  const configured = process.env[`AWS_ENDPOINT_URL_${name}`] ?? process.env.AWS_ENDPOINT_URL;
  const domain = region().startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  const url = configured ?? `https://${service === 'ses' ? 'email' : service}.${region()}.${domain}`;
  let known = endpoints.get(url);
  if (!known) {
    const { protocol, host, hostname, port } = new URL(url);
    known = { protocol, host, hostname, port };
    endpoints.set(url, known);
  }
  return known;
}

type Endpoint = Readonly<Pick<URL, 'protocol' | 'host' | 'hostname' | 'port'>>;
const endpoints = new Map<string, Endpoint>();
