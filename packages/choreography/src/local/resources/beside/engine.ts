import type { AwsRequest, AwsResponse } from '#local/gateway/backend.ts';
import { isThisMachine } from '#local/gateway/is-this-machine.ts';
import { REGION } from '#local/runtime/account.ts';

/** A refusal by the engine, with the message of its answer. */
export class EngineError extends Error {}

/** A client of an AWS emulator that runs beside this runtime. */
export class Engine {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url.replace(/\/+$/, '');
  }

  /** Calls CloudFormation in its query protocol. Returns the answer, XML text. Throws an EngineError if the call is refused. */
  async cloudFormation(form: Readonly<Record<string, string>>): Promise<string> {
    const body = new URLSearchParams({ Version: '2010-05-15', ...form }).toString();
    return this.#ask('cloudformation', body, { 'content-type': 'application/x-www-form-urlencoded' });
  }

  /** Calls a service in its JSON protocol. Throws an EngineError if it is refused. @param target such as `AmazonSQS.ReceiveMessage` */
  async call(service: string, target: string, input: object, signal?: AbortSignal): Promise<Record<string, unknown>> {
    const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': target };
    return JSON.parse((await this.#ask(service, JSON.stringify(input), headers, signal)) || '{}');
  }

  /** Sends a request to the engine unchanged, and returns the answer, whatever its status. */
  async forward({ method, path, headers, body }: AwsRequest): Promise<AwsResponse> {
    const sent = Object.entries(headers).filter(
      (header): header is [string, string] => header[1] !== undefined && !OF_A_CONNECTION.has(header[0]),
    );
    const isEmpty = method === 'GET' || method === 'HEAD';
    const answer = await fetch(`${this.#url}${path}`, {
      ...{ method, headers: sent, redirect: 'manual' },
      ...(!isEmpty && { body: new Uint8Array(body) }),
    });
    const kept = [...answer.headers].filter(([name]) => !OF_A_CONNECTION.has(name));
    return {
      status: answer.status,
      // The answer to HEAD has the length of the body that GET would get.
      headers: Object.fromEntries(
        method === 'HEAD' ? [...kept, ['content-length', answer.headers.get('content-length') ?? '0']] : kept,
      ),
      body: Buffer.from(await answer.arrayBuffer()),
    };
  }

  async #ask(service: string, body: string, headers: Record<string, string>, signal?: AbortSignal): Promise<string> {
    const scope = `test/20300101/${REGION}/${service}/aws4_request`;
    const answer = await fetch(`${this.#url}/`, {
      method: 'POST',
      headers: {
        ...headers,
        authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=${'0'.repeat(64)}`,
      },
      body,
      ...(signal && { signal }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new EngineError(messageIn(text));
    return text;
  }
}

/** Why a URL may not be that of the engine, in a sentence; undefined if it may: on this machine, or on a host that is allowed by name. */
export function whyNotBeside(url: string, allowedHosts: readonly string[]): string | undefined {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    return `--beside takes the URL of an emulator, such as http://127.0.0.1:4570, and not "${url}".`;
  const { hostname } = new URL(url);
  if (isThisMachine(hostname) || allowedHosts.some((allowed) => allowed.toLowerCase() === hostname)) return undefined;
  return `--beside "${url}" is not on this machine: allow that with --allow-host ${hostname}.`;
}

/** The headers that belong to one connection (RFC 9110: "Connection"), or that `fetch` sets itself. */
const OF_A_CONNECTION = new Set([
  ...['connection', 'content-encoding', 'content-length', 'expect', 'host', 'keep-alive', 'transfer-encoding'],
]);

const messageIn = (text: string): string =>
  /<Message>([^<]*)<\/Message>/.exec(text)?.[1] ?? /"[mM]essage"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(text)?.[1] ?? text;
