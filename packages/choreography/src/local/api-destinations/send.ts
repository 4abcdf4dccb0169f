import { type ClientRequest, request as sendHttp } from 'node:http';
import { request as sendHttps } from 'node:https';
import { text } from 'node:stream/consumers';
import { DeliveryError } from '#local/events/retry.ts';

export interface Request {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Answer {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly body: string;
}

export type Send = (request: Request) => Promise<Answer>;

/** How long an endpoint may take, in milliseconds (EventBridge user guide: "API destinations as targets"). */
const TIMEOUT = 5000;

/**
 * Sends a request, and follows no redirect. Throws a DeliveryError: one that passes when there is no answer in time, and one that does
 * not when HTTP cannot have the request, such as a header with a line break.
 */
export async function send(request: Request): Promise<Answer> {
  const { url, body } = request;
  const failed = (why: string, passing = true) =>
    new DeliveryError('SDK_CLIENT_ERROR', `"${url.origin}" ${why}`, passing);
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(TIMEOUT);
    let began: ClientRequest;
    try {
      began = begin(request, signal);
    } catch (error) {
      return reject(failed(`cannot be asked: ${(error as Error).message}.`, false));
    }
    const fail = (error: Error) =>
      reject(failed(signal.aborted ? 'did not answer within 5 seconds.' : `cannot be asked: ${error.message}.`));
    began.on('error', fail);
    began.on('response', (response) => {
      text(response).then(
        (answered) =>
          resolve({ status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'], body: answered }),
        fail,
      );
    });
    began.end(body);
  });
}

/** Node's own errors name a header, and not its value. */
function begin({ url, method, headers, body }: Request, signal: AbortSignal): ClientRequest {
  const start = url.protocol === 'https:' ? sendHttps : sendHttp;
  return start(url, { method, signal, headers: { ...headers, 'Content-Length': Buffer.byteLength(body) } });
}
