import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Access } from '#cli/aws/endpoint.ts';
import type { HttpAnswer } from '#cli/aws/http-function.ts';
import { invokedFunction } from '#cli/aws/invoked-function.ts';
import type { Settings } from '#cli/project/settings.ts';
import { refusalAt } from '#local/gateway/door.ts';
import { listen } from '#local/gateway/listen.ts';
import { InputError } from '#template/input-error.ts';

/** The monitor's page while it is served. */
export interface ServedMonitor {
  /** `http://127.0.0.1:PORT/` */
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Serves the monitor on this machine alone, and where further names lead to: the page is what the function `monitor.page` of choreography.json answers, and
 * `/api/…` what `monitor.function` does, both invoked with the caller's own credentials, so that nothing is public. Port 0
 * takes any free one. Throws an InputError when the port is taken.
 */
export async function serveMonitor(
  access: Access,
  { page, function: api }: Settings['monitor'],
  port: number,
  hosts: readonly string[] = [],
): Promise<ServedMonitor> {
  const askPage = invokedFunction(access, page);
  const askApi = invokedFunction(access, api);
  const where = whereAsked(access);
  const server = createServer(async (request, response) => {
    const { statusCode, headers, body, isBase64Encoded } = await answer(request);
    response.writeHead(statusCode, headers);
    response.end(request.method === 'HEAD' ? undefined : Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8'));
  });

  async function answer(request: IncomingMessage): Promise<HttpAnswer> {
    const { method = '' } = request;
    if (method !== 'GET' && method !== 'HEAD')
      return { ...text(405, `Only GET is answered, not ${method}.`), headers: { ...PLAIN, allow: 'GET, HEAD' } };
    const refusal = refusalAt({ name: 'The monitor', hosts }, request, 'own');
    if (refusal) return text(403, refusal);
    const [path = '/', query = ''] = (request.url ?? '/').split('?', 2);
    const ofApi = path === '/api' || path.startsWith('/api/');
    try {
      const answered = await (ofApi ? askApi(path.slice('/api'.length) || '/', query) : askPage(path, query));
      return { ...answered, headers: { ...answered.headers, ...where } };
    } catch (error) {
      const { message } = error as Error;
      return ofApi ? json(502, message) : text(502, message);
    }
  }

  await listen(server, port, hosts);
  return {
    url: `http://127.0.0.1:${portOf(server)}/`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** So many ports are tried, one after another. */
const NEAR = 20;

/** Serves the monitor at a port, or at the next free one if that is taken. */
export async function serveMonitorNear(
  access: Access,
  monitor: Settings['monitor'],
  port: number,
  hosts: readonly string[],
): Promise<ServedMonitor> {
  for (let tried = port; ; tried++) {
    try {
      return await serveMonitor(access, monitor, tried, hosts);
    } catch (error) {
      if (!(error instanceof InputError) || tried === port + NEAR || tried === 65_535) throw error;
    }
  }
}

/** A header with the monitor's address, for the commands that the page shows. Percent-encoded, since headers are ASCII. */
function whereAsked({ endpoint }: Access, { AWS_PROFILE } = process.env): Record<string, string> {
  if (endpoint !== undefined) return { 'monitor-endpoint': encodeURIComponent(endpoint) };
  return AWS_PROFILE ? { 'monitor-profile': encodeURIComponent(AWS_PROFILE) } : {};
}

const PLAIN = { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' };
const text = (statusCode: number, body: string): HttpAnswer => ({ statusCode, headers: PLAIN, body: `${body}\n` });
const json = (statusCode: number, error: string): HttpAnswer => ({
  statusCode,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ error }),
});

const portOf = (server: Server): number => (server.address() as AddressInfo).port;
