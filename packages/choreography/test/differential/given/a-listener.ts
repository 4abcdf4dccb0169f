import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const received: HttpRequest[] = [];
let url: Promise<string> | undefined;

/** Starts, once, a server on this machine that takes every request, but refuses one whose path ends with `refused`; its URL. */
export function listen(): Promise<string> {
  url ??= new Promise((resolve) => {
    const server = createServer(async (request, response) => {
      const { method = '', url: path = '', headers } = request;
      received.push({ method, url: path, headers, body: await text(request) });
      response.writeHead(path.endsWith('refused') ? 400 : 200).end();
    });
    // It does not keep the tests from ending.
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)).unref();
  });
  return url;
}

/** The requests whose path begins with a name, once there are so many, or once a story has no more patience. */
export async function requestsTo(name: string, count: number, patience = 10_000): Promise<HttpRequest[]> {
  const end = Date.now() + patience;
  for (;;) {
    const came = received.filter((request) => request.url.startsWith(`/${name}`));
    if (came.length >= count || Date.now() > end) return came;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
