import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { AwsError } from './aws-error.ts';
import type { AwsRequest, AwsResponse } from './backend.ts';
import { type Pages, refusalAt } from './door.ts';
import { errorAnswer } from './error-answer.ts';

/** Answers one request, or throws an AwsError. */
export type RequestHandler = (request: AwsRequest) => AwsResponse | Promise<AwsResponse>;

/** What answers behind the gateway: AWS services by their name in a signature, and paths of the runtime's own. */
export interface Routes {
  readonly services: Readonly<Record<string, RequestHandler>>;
  /** What to say of a service that is not there; empty for nothing. */
  missing?(service: string): string;
  /** By prefix of the path. */
  readonly paths: Readonly<Record<string, RequestHandler>>;
  /** The prefixes of paths that pages of a browser may ask, and that say themselves which ones they answer. */
  readonly forPages: readonly string[];
}

/**
 * Answers a request: by the path of the runtime's own that it asks for, or by the service that it is signed for. What fails is
 * answered in the form that the service has for errors.
 */
export async function answer(
  routes: Routes,
  request: AwsRequest,
  onFault: (error: Error) => void,
  beforeAnswer: () => Promise<void> | undefined = () => undefined,
): Promise<AwsResponse> {
  try {
    const answered = await routeOf(routes, request)(request);
    const kept = beforeAnswer();
    if (kept) await kept;
    return answered;
  } catch (error) {
    if (!(error instanceof AwsError)) onFault(error as Error);
    const told = error instanceof AwsError ? error : FAULT;
    return errorAnswer(told, request, signedFor(request.headers.authorization));
  }
}

function routeOf({ services, missing = () => '', paths }: Routes, request: AwsRequest): RequestHandler {
  const path = Object.keys(paths).find((prefix) => request.path.startsWith(prefix));
  if (path) return asJson(paths[path] as RequestHandler, path);
  const service = signedFor(request.headers.authorization);
  if (service === undefined) {
    throw new AwsError(
      'MissingAuthenticationTokenException',
      'Missing Authentication Token: use the AWS CLI or an SDK with any credentials.',
      403,
    );
  }
  const found = services[service];
  if (!found)
    throw new AwsError(
      'UnsupportedOperationException',
      `The local runtime has no service "${service}". ${missing(service)}`.trim(),
      501,
    );
  return found;
}

/** Who is answered by the gateway, and how. */
export interface GatewayOptions {
  /** Names that it is asked by, beside those of every machine. */
  readonly hosts: readonly string[];
  /** Whether callers may be stopped by a debugger: then no connection is closed because it was silent. */
  readonly isPatient: boolean;
  readonly onFault: (error: Error) => void;
  /** Is called before each answer, which waits for it: what it says has happened must not be lost. */
  readonly beforeAnswer?: (() => Promise<void> | undefined) | undefined;
}

/**
 * The one HTTP server: AWS's APIs, chosen by the service that a request is signed for, and the runtime's own paths. Requests that
 * the door refuses are not read.
 */
export function createGateway(routes: Routes, { hosts, isPatient, onFault, beforeAnswer }: GatewayOptions): Server {
  const server = createServer(async (incoming, response) => {
    const isForPages = routes.forPages.some((prefix) => incoming.url?.startsWith(prefix));
    const pages: Pages = isForPages ? 'any' : 'none';
    const refusal = refusalAt({ name: 'The local runtime', hosts }, incoming, pages);
    if (refusal) return refuse(incoming, response, refusal);
    const request = await read(incoming);
    if (request) send(response, await answer(routes, request, onFault, beforeAnswer));
  });
  server.keepAliveTimeout = isPatient ? 0 : 60_000;
  if (isPatient) Object.assign(server, { headersTimeout: 0, requestTimeout: 0 });
  return server;
}

/** In the form that the asked service has for errors, so that SDKs show the sentence; in a browser it can be read. */
function refuse(incoming: IncomingMessage, response: ServerResponse, why: string): void {
  // What was sent with it is thrown away: a caller whose connection breaks off reads no answer.
  incoming.resume();
  const service = signedFor(incoming.headers.authorization);
  const error = new AwsError('AccessDeniedException', why, 403);
  send(
    response,
    service === undefined
      ? { status: 403, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: `${why}\n` }
      : errorAnswer(error, { ...headOf(incoming), body: Buffer.alloc(0) }, service),
  );
}

/**
 * The runtime's own paths, which change its state, take JSON that is said to be JSON: a form of any page could send all else
 * (Fetch standard: "CORS-safelisted request-header").
 */
function asJson(answers: RequestHandler, path: string): RequestHandler {
  if (!path.startsWith('/_local/')) return answers;
  return (request) => {
    if (
      ['GET', 'HEAD'].includes(request.method) ||
      /^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '')
    )
      return answers(request);
    throw new AwsError(
      'UnsupportedMediaTypeException',
      `${path} takes JSON with its content type only, such as: curl -H 'content-type: application/json' -d '{…}'.`,
      415,
    );
  };
}

const FAULT = new AwsError('InternalFailure', 'The local runtime failed; its terminal says why.', 500);

/** The service in the credential scope of a SigV4 signature: `Credential=KEY/DATE/REGION/SERVICE/aws4_request`. */
export function signedFor(authorization = ''): string | undefined {
  if (last?.authorization !== authorization) last = { authorization, service: findService(authorization) };
  return last.service;
}

/** What was found last: of one request it is asked several times. */
let last: { readonly authorization: string; readonly service: string | undefined } | undefined;

function findService(authorization: string): string | undefined {
  return /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\/aws4_request/.exec(authorization)?.[1];
}

/** Undefined for a request whose caller has gone before its end. By events, which take a fraction of what an iterator takes. */
function read(incoming: IncomingMessage): Promise<AwsRequest | undefined> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.once('error', () => resolve(undefined));
    incoming.once('end', () => {
      const body = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
      resolve({ ...headOf(incoming), body });
    });
  });
}

const headOf = ({ method = 'GET', url = '/', headers, rawHeaders }: IncomingMessage): Omit<AwsRequest, 'body'> => ({
  method,
  path: url,
  headers: headers as AwsRequest['headers'],
  rawHeaders,
});

function send(response: ServerResponse, { status, headers, body, setCookies }: AwsResponse): void {
  if (setCookies) response.setHeader('set-cookie', setCookies);
  response.writeHead(status, { 'content-length': Buffer.byteLength(body), ...headers }).end(body);
}
