import { request as sendHttp } from 'node:http';
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

/** Sends a request, and follows no redirect. Throws a DeliveryError, which passes, when there is no answer in time. */
export async function send({ url, method, headers, body }: Request): Promise<Answer> {
  const start = url.protocol === 'https:' ? sendHttps : sendHttp;
  const failed = (why: string) => new DeliveryError('SDK_CLIENT_ERROR', `"${url.origin}" ${why}`, true);
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(TIMEOUT);
    const began = start(url, { method, signal, headers: { ...headers, 'Content-Length': Buffer.byteLength(body) } });
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
