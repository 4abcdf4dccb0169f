import type { Transport } from '#simulation/functions/http-client.ts';
import type { Surroundings } from './surroundings.ts';

/** Makes a `fetch` whose requests go to a transport and not to a network. */
export function fetchOf(transport: Transport) {
  return async (input: string | URL | Request, init: RequestInit = {}) => {
    const request = input instanceof Request ? new Request(input, init) : new Request(String(input), init);
    const { host, pathname, search } = new URL(request.url);
    const body = init.body === undefined || init.body === null ? Buffer.alloc(0) : Buffer.from(String(init.body));
    const headers = { host, ...Object.fromEntries(request.headers) };
    const answer = await transport({ method: request.method, host, path: `${pathname}${search}`, headers, body });
    const text = typeof answer.body === 'string' ? answer.body : new Uint8Array(answer.body);
    return new Response(text, { status: answer.status, headers: answer.headers });
  };
}

/** A signal that aborts after a time of the virtual clock, as `AbortSignal.timeout` does. */
export function abortAfter(milliseconds: number, around: Surroundings): AbortSignal {
  const controller = new AbortController();
  around.after(milliseconds, () => controller.abort(new DOMException('The operation timed out.', 'TimeoutError')));
  return controller.signal;
}
