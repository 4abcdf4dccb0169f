import type { AwsRequest, AwsResponse } from '#local/gateway/backend.ts';
import { isThisMachine } from '#local/gateway/is-this-machine.ts';
import { REGION } from '#local/runtime/account.ts';

/** A refusal of the engine, in its own words. */
export class EngineError extends Error {}

/** An emulator of AWS that runs beside this runtime, asked as its clients ask it. */
export class Engine {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url.replace(/\/+$/, '');
  }

  /** A call of CloudFormation. Gives the answer's XML; throws an EngineError if it is refused. */
  async cloudFormation(form: Readonly<Record<string, string>>): Promise<string> {
    const body = new URLSearchParams({ Version: '2010-05-15', ...form }).toString();
    return this.#ask('cloudformation', body, { 'content-type': 'application/x-www-form-urlencoded' });
  }

  /** A call in a JSON protocol. @param target `AmazonSQS.ReceiveMessage` */
  async call(service: string, target: string, input: object, signal?: AbortSignal): Promise<Record<string, unknown>> {
    const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': target };
    return JSON.parse((await this.#ask(service, JSON.stringify(input), headers, signal)) || '{}');
  }

  /** Hands a request on as it came, and its answer back. */
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
      // The length that HEAD tells is that of what it does not send.
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

/** Why no engine is asked at a URL; undefined if it is. Only this machine is, and what is allowed by name. */
export function whyNotBeside(url: string, allowedHosts: readonly string[]): string | undefined {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    return `--beside takes the URL of an emulator, such as http://127.0.0.1:4570, and not "${url}".`;
  const { hostname } = new URL(url);
  if (isThisMachine(hostname) || allowedHosts.some((allowed) => allowed.toLowerCase() === hostname)) return undefined;
  return `--beside "${url}" is not on this machine: allow that with --allow-host ${hostname}.`;
}

/** Headers that are of one connection, or that fetch sets itself (RFC 9110: "Connection"). */
const OF_A_CONNECTION = new Set([
  ...['connection', 'content-encoding', 'content-length', 'expect', 'host', 'keep-alive', 'transfer-encoding'],
]);

const messageIn = (text: string): string =>
  /<Message>([^<]*)<\/Message>/.exec(text)?.[1] ?? /"[mM]essage"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(text)?.[1] ?? text;
