import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { refusalAt } from '#local/gateway/door.ts';
import { listen } from '#local/gateway/listen.ts';
import type { HandedInvocation, HandlerError, Told } from '#local/lambda/environment/carrier.ts';

const BASE = '/2018-06-01/runtime/';
const DOOR = { name: 'The Runtime API', hosts: [], instead: 'Only the process of a function asks it.' };

/**
 * Lambda's Runtime API for one process (developer guide: "Using the Lambda runtime API for custom runtimes"): the process asks for
 * the next invocation, which waits until there is one, and posts the answer or the error. On this machine alone, behind the door of
 * every server.
 */
export class RuntimeApi {
  readonly #server: Server;
  /** The process's question for the next invocation, while there is none. */
  #asking: ServerResponse | undefined;
  /** What the process has not asked for yet. */
  #waiting: HandedInvocation | undefined;
  /** The request id of the invocation that the process works on. */
  #underWay: string | undefined;

  constructor(private readonly tell: (told: Told) => void) {
    this.#server = createServer({ keepAliveTimeout: 0, requestTimeout: 0 }, (request, response) => {
      this.#answer(request, response).catch((error: Error) =>
        refuse(response, 500, 'InternalServerError', error.message),
      );
    });
    this.#server.unref();
  }

  /** Starts it; returns its host and port. */
  async start(): Promise<string> {
    return `127.0.0.1:${await listen(this.#server, 0)}`;
  }

  hand(invocation: HandedInvocation): void {
    this.#waiting = invocation;
    this.#answerNext();
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refusal = refusalAt(DOOR, request, 'none');
    if (refusal !== undefined) return refuse(response, 403, 'Forbidden', refusal);
    const { method = '', url = '' } = request;
    const [what, requestId, how] = url.startsWith(BASE) ? url.slice(BASE.length).split('/') : [];
    const asked =
      what === 'invocation' && how !== undefined ? `${method} invocation/*/${how}` : `${method} ${what}/${requestId}`;
    if (asked === 'GET invocation/next') {
      this.tell({ ready: true });
      this.#asking = response;
      return this.#answerNext();
    }
    const body = await buffer(request);
    if (asked === 'POST init/error') {
      accept(response);
      return this.tell({ failed: errorIn(body, request) });
    }
    const isResponse = asked === 'POST invocation/*/response';
    if (!isResponse && asked !== 'POST invocation/*/error')
      return refuse(response, 404, 'NotFound', `The Runtime API has no ${method} ${url}.`);
    if (requestId !== this.#underWay) return refuse(response, 400, 'InvalidRequestID', 'Invalid request ID');
    this.#underWay = undefined;
    accept(response);
    if (!isResponse) this.tell({ error: errorIn(body, request), ends: false });
    else if (request.headers['lambda-runtime-function-response-mode'] === 'streaming')
      this.tell({ streamed: body, contentType: request.headers['content-type'] ?? 'application/octet-stream' });
    else this.tell({ result: body.toString() });
  }

  #answerNext(): void {
    const invocation = this.#waiting;
    const response = this.#asking;
    if (!invocation || !response) return;
    this.#waiting = undefined;
    this.#asking = undefined;
    this.#underWay = invocation.requestId;
    const { event, requestId, deadline, invokedFunctionArn, traceId, clientContext, tenantId } = invocation;
    response.writeHead(200, {
      'Content-Type': 'application/json',
      'Lambda-Runtime-Aws-Request-Id': requestId,
      'Lambda-Runtime-Deadline-Ms': deadline,
      'Lambda-Runtime-Invoked-Function-Arn': invokedFunctionArn,
      'Lambda-Runtime-Trace-Id': traceId,
      ...(clientContext !== undefined && { 'Lambda-Runtime-Client-Context': clientContext }),
      ...(tenantId !== undefined && { 'Lambda-Runtime-Aws-Tenant-Id': tenantId }),
    });
    response.end(event);
  }
}

/** What a process posts of an error is its answer; one that is not JSON is named by its header. */
function errorIn(body: Buffer, { headers }: IncomingMessage): HandlerError {
  const errorType = String(headers['lambda-runtime-function-error-type'] ?? 'Runtime.Unknown');
  try {
    const posted: unknown = JSON.parse(body.toString());
    if (typeof posted === 'object' && posted !== null) return { errorType, ...(posted as { errorMessage: string }) };
  } catch {}
  return { errorType, errorMessage: body.toString() };
}

const accept = (response: ServerResponse): void => {
  response.writeHead(202, { 'Content-Type': 'application/json' }).end('{"status":"OK"}\n');
};

const refuse = (response: ServerResponse, status: number, errorType: string, errorMessage: string): void => {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify({ errorMessage, errorType }));
};
