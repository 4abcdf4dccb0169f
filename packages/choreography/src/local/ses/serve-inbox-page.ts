import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { refusalAt } from '#local/gateway/door.ts';
import { listen } from '#local/gateway/listen.ts';
import type { AskInbox } from './inbox.ts';

/** What the page needs of the library: emails are sent by SES's API alone. */
const SERVED = new Set(['GET /', 'GET /store', 'GET /get-emlContent', 'POST /clear-store']);

/** Serves the page of the inbox on a free port of 127.0.0.1, to itself alone. */
export async function serveInboxPage(
  ask: AskInbox,
  hosts: readonly string[],
): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const server = createServer(async (request, response) => {
    const refusal = refusalAt({ name: 'The inbox', hosts }, request, 'own');
    if (refusal) return text(response, 403, refusal);
    try {
      await pass(request, response);
    } catch (error) {
      text(response, 502, `The inbox did not answer: ${(error as Error).message}.`);
    }
  });

  async function pass({ method = '', url = '/' }: IncomingMessage, response: ServerResponse): Promise<void> {
    const [path = '/'] = url.split('?', 1);
    if (!SERVED.has(`${method} ${path}`)) return text(response, 404, `The inbox has no ${method} ${path}.`);
    const answer = await ask(url, { method });
    const type = answer.headers.get('content-type') ?? 'text/plain';
    response
      .writeHead(answer.status, { 'content-type': type, 'content-security-policy': "frame-ancestors 'none'" })
      .end(Buffer.from(await answer.arrayBuffer()));
  }

  const port = await listen(server, 0, hosts);
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function text(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${body}\n`);
}
