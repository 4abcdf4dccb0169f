import { EventEmitter } from 'node:events';
import { Readable } from 'node:stream';
import type { AwsResponse } from '#local/gateway/backend.ts';

/** A request of a function's code. */
export interface OutgoingRequest {
  readonly method: string;
  /** With the port, if there is one. */
  readonly host: string;
  readonly path: string;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Answers a request, or rejects as a failed connection does. It never settles if the connection hangs. */
export type Transport = (request: OutgoingRequest) => Promise<AwsResponse>;

interface Options {
  readonly method?: string;
  readonly host?: string;
  readonly hostname?: string;
  readonly port?: number | string;
  readonly path?: string;
  readonly headers?: Record<string, string | string[] | number | undefined>;
}

/** Makes a module like `http` or `https` whose requests go to a transport and not to a network. */
export function httpModule(real: object, transport: Transport): object {
  const request = (...given: unknown[]) => {
    const onResponse = given.find((each) => typeof each === 'function') as ((response: Readable) => void) | undefined;
    const [first, second] = given;
    const options = { ...urlOptions(first), ...(typeof second === 'object' ? second : {}) } as Options;
    return new SimulatedRequest(options, transport, onResponse);
  };
  const get = (...given: unknown[]) => request(...given).end();
  return { ...real, request, get };
}

function urlOptions(first: unknown): Options {
  if (typeof first !== 'string' && !(first instanceof URL)) return first as Options;
  const { hostname, port, pathname, search } = new URL(first);
  return { hostname, port, path: `${pathname}${search}` };
}

/** The part of Node's `ClientRequest` that clients use. It is no `Writable`: to make one, and to end it, takes longer than the request. */
class SimulatedRequest extends EventEmitter {
  destroyed = false;
  writable = true;
  writableEnded = false;
  readonly #chunks: Buffer[] = [];
  readonly #headers: Record<string, string> = {};

  constructor(
    private readonly options: Options,
    private readonly transport: Transport,
    onResponse?: (response: Readable) => void,
  ) {
    super();
    for (const [name, value] of Object.entries(options.headers ?? {}))
      if (value !== undefined) this.setHeader(name, value);
    if (onResponse) this.once('response', onResponse);
  }

  setHeader(name: string, value: string | string[] | number): this {
    this.#headers[name.toLowerCase()] = String(value);
    return this;
  }

  getHeader(name: string): string | undefined {
    return this.#headers[name.toLowerCase()];
  }

  setTimeout(): this {
    return this;
  }

  setNoDelay(): void {}

  setSocketKeepAlive(): void {}

  flushHeaders(): void {}

  /** Takes a part of the body. Throws an Error once the request has ended. */
  write(chunk: Buffer | Uint8Array | string, ...more: unknown[]): boolean {
    if (this.writableEnded) throw Object.assign(new Error('write after end'), { code: 'ERR_STREAM_WRITE_AFTER_END' });
    const encoding = typeof more[0] === 'string' ? (more[0] as BufferEncoding) : 'utf8';
    this.#chunks.push(typeof chunk === 'string' ? Buffer.from(chunk, encoding) : Buffer.from(chunk));
    whenDone(more);
    return true;
  }

  end(...given: unknown[]): this {
    const [chunk, encoding] = given;
    if (chunk !== undefined && chunk !== null && typeof chunk !== 'function')
      this.write(chunk as Buffer, typeof encoding === 'string' ? encoding : undefined);
    if (this.writableEnded) return this;
    this.writableEnded = true;
    this.writable = false;
    process.nextTick(() => {
      if (this.destroyed) return;
      this.emit('finish');
      whenDone(given);
      this.#send();
    });
    return this;
  }

  destroy(error?: Error): this {
    if (this.destroyed) return this;
    this.destroyed = true;
    this.writable = false;
    process.nextTick(() => {
      if (error) this.emit('error', error);
      this.emit('close');
    });
    return this;
  }

  abort(): void {
    this.destroy();
  }

  #send(): void {
    const { method = 'GET', hostname, host, port, path = '/' } = this.options;
    const at = `${hostname ?? host ?? ''}${port ? `:${port}` : ''}`;
    const [first] = this.#chunks;
    const body = this.#chunks.length === 1 ? (first as Buffer) : Buffer.concat(this.#chunks);
    this.transport({ method, host: at, path, headers: this.#headers, body }).then(
      (answer) => this.destroyed || this.emit('response', responseOf(answer)),
      (error: Error) => this.destroyed || this.destroy(error),
    );
  }
}

/** Calls the callback among the last arguments, as a stream does when it has taken what it was given. */
function whenDone(given: readonly unknown[]): void {
  const done = given.at(-1);
  if (typeof done === 'function') process.nextTick(done as () => void);
}

function responseOf({ status, headers, body }: AwsResponse): Readable {
  const response = new Readable({ read() {} });
  response.push(typeof body === 'string' ? Buffer.from(body) : body);
  response.push(null);
  const rawHeaders = Object.entries(headers).flat();
  return Object.assign(response, { statusCode: status, statusMessage: '', headers, rawHeaders, httpVersion: '1.1' });
}

/** Node's error for a connection that was reset. */
export const connectionReset = (): Error =>
  Object.assign(new Error('socket hang up'), { code: 'ECONNRESET', errno: -104, syscall: 'read' });
