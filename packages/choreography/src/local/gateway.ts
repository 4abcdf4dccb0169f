import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { AwsError } from './aws-error.ts';
import type { AwsRequest, AwsResponse } from './backend.ts';
import { errorAnswer } from './error-answer.ts';

/** Answers one request, or throws an AwsError. */
export type Answer = (request: AwsRequest) => AwsResponse | Promise<AwsResponse>;

/** What answers behind the gateway: AWS services by their name in a signature, and paths of the runtime's own. */
export interface Routes {
  readonly services: Readonly<Record<string, Answer>>;
  /** By prefix of the path. */
  readonly paths: Readonly<Record<string, Answer>>;
}

/** The one HTTP server: AWS's APIs, told apart by the service that a request is signed for, and the runtime's own paths. */
export function createGateway({ services, paths }: Routes, onFault: (error: Error) => void): Server {
  const route = (request: AwsRequest): Answer => {
    const path = Object.keys(paths).find((prefix) => request.path.startsWith(prefix));
    if (path) return paths[path] as Answer;
    const service = signedFor(request.headers.authorization);
    if (service === undefined) {
      throw new AwsError(
        'MissingAuthenticationTokenException',
        'Missing Authentication Token: use the AWS CLI or an SDK with any credentials.',
        403,
      );
    }
    const answer = services[service];
    if (!answer)
      throw new AwsError('UnsupportedOperationException', `The local runtime has no service "${service}".`, 501);
    return answer;
  };
  const server = createServer(async (incoming, response) => {
    const request = await read(incoming);
    try {
      send(response, await route(request)(request));
    } catch (error) {
      if (!(error instanceof AwsError)) onFault(error as Error);
      const told = error instanceof AwsError ? error : FAULT;
      send(response, errorAnswer(told, request, signedFor(request.headers.authorization)));
    }
  });
  server.keepAliveTimeout = 60_000;
  return server;
}

const FAULT = new AwsError('InternalFailure', 'The local runtime failed; its terminal says why.', 500);

/** The service in the credential scope of a SigV4 signature: `Credential=KEY/DATE/REGION/SERVICE/aws4_request`. */
function signedFor(authorization = ''): string | undefined {
  return /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\/aws4_request/.exec(authorization)?.[1];
}

async function read(incoming: IncomingMessage): Promise<AwsRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return {
    method: incoming.method ?? 'GET',
    path: incoming.url ?? '/',
    headers: incoming.headers as AwsRequest['headers'],
    body: chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks),
  };
}

function send(response: ServerResponse, { status, headers, body, setCookies }: AwsResponse): void {
  if (setCookies) response.setHeader('set-cookie', setCookies);
  response.writeHead(status, { 'content-length': Buffer.byteLength(body), ...headers }).end(body);
}
