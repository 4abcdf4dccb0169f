import { Console } from 'node:console';
import * as realCrypto from 'node:crypto';
import * as realFs from 'node:fs';
import { createRequire } from 'node:module';
import { Writable } from 'node:stream';
import type { Shadows } from './compile-code.ts';
import { httpModule, type Transport } from './http-client.ts';

/** What an execution environment gives its code in place of time, chance, network and output. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string>>;
  readonly file: string;
  /** Milliseconds since 1970, as the environment's own clock has it. */
  now(): number;
  /** Does something later, on the virtual clock; what is returned calls it off. */
  after(milliseconds: number, action: () => void): () => void;
  /** From 0 up to 1. */
  random(): number;
  uuid(): string;
  readonly transport: Transport;
  write(line: string): void;
  /** The process ends. */
  exit(): void;
}

const requireHere = createRequire(import.meta.url);
/** A process can do nothing there that is the same in each run. */
const NOT_SIMULATED = new Set([
  'net',
  'tls',
  'dgram',
  'dns',
  'child_process',
  'worker_threads',
  'cluster',
  'inspector',
  'http2',
]);

/** Everything that a bundle sees in place of what a real process has; and the exports that it fills. */
export function shadowsOf(around: Surroundings): {
  shadows: Shadows;
  exports(): Record<string, unknown>;
} {
  const module = { exports: {} as Record<string, unknown> };
  const timers = timersOf(around);
  const fakeProcess = processOf(around);
  const console = new Console({ stdout: fakeProcess.stdout, stderr: fakeProcess.stderr });
  const crypto = cryptoOf(around);
  const fetch = fetchOf(around.transport);
  const date = dateOf(around.now);
  const start = around.now();
  const performance = { now: () => around.now() - start, timeOrigin: start, mark() {}, measure() {} };
  const math = Object.create(Math, { random: { value: around.random } });
  const awslambda: Record<string, unknown> = {};
  const abortSignal = new Proxy(AbortSignal, {
    get: (target, name) =>
      name === 'timeout' ? (milliseconds: number) => abortAfter(milliseconds, around) : Reflect.get(target, name),
  });
  const own: Record<PropertyKey, unknown> = {
    process: fakeProcess,
    console,
    fetch,
    Date: date,
    Math: math,
    performance,
    AbortSignal: abortSignal,
    awslambda,
    crypto: crypto.webcrypto,
    ...timers,
  };
  const globals = globalOf(own);
  const require = requireOf({ around, timers, console, process: fakeProcess, crypto });
  const [__filename, __dirname] = [around.file, '/var/task'];
  const importModule = async (name: string) => {
    const loaded = require(name);
    return { ...Object(loaded), default: loaded };
  };
  const shadows = {
    importModule,
    exports: module.exports,
    require,
    module,
    __filename,
    __dirname,
    globalThis: globals,
    global: globals,
    ...own,
  } as Shadows;
  // What a bundle puts in place of its exports is seen too.
  return { shadows, exports: () => module.exports };
}

function abortAfter(milliseconds: number, around: Surroundings): AbortSignal {
  const controller = new AbortController();
  around.after(milliseconds, () => controller.abort(new DOMException('The operation timed out.', 'TimeoutError')));
  return controller.signal;
}

/** The globals of one environment: what it sets there is its own. */
function globalOf(own: Record<PropertyKey, unknown>): object {
  const globals: object = new Proxy(globalThis, {
    get: (target, name) => (Object.hasOwn(own, name) ? own[name] : Reflect.get(target, name, target)),
    has: (target, name) => Object.hasOwn(own, name) || Reflect.has(target, name),
    set(_, name, value) {
      own[name] = value;
      return true;
    },
    defineProperty(_, name, { value, get }) {
      own[name] = get ? get() : value;
      return true;
    },
  });
  own.globalThis = globals;
  own.global = globals;
  return globals;
}

function timersOf(around: Surroundings) {
  const timer = (milliseconds = 0, action: (...args: unknown[]) => void, args: unknown[], repeats: boolean) => {
    const pause = Math.max(1, Number(milliseconds) || 0);
    const ring = () => {
      if (repeats) handle.cancel = around.after(pause, ring);
      action(...args);
    };
    const handle = {
      cancel: around.after(pause, ring),
      ref: () => handle,
      unref: () => handle,
      hasRef: () => true,
      refresh() {
        handle.cancel();
        handle.cancel = around.after(pause, ring);
        return handle;
      },
      [Symbol.toPrimitive]: () => 1,
    };
    return handle;
  };
  const clear = (handle?: { cancel?(): void }) => handle?.cancel?.();
  type Action = (...args: unknown[]) => void;
  return {
    setTimeout: (action: Action, milliseconds?: number, ...args: unknown[]) => timer(milliseconds, action, args, false),
    setInterval: (action: Action, milliseconds?: number, ...args: unknown[]) => timer(milliseconds, action, args, true),
    setImmediate: (action: Action, ...args: unknown[]) => ({ cancel: around.after(0, () => action(...args)) }),
    clearTimeout: clear,
    clearInterval: clear,
    clearImmediate: clear,
  };
}

function processOf({ environment, write, now, exit }: Surroundings) {
  const start = now();
  const output = () => {
    let begun = '';
    return new Writable({
      decodeStrings: false,
      write(chunk: string | Buffer, _, done) {
        const lines = (begun + String(chunk)).split('\n');
        begun = lines.pop() ?? '';
        for (const line of lines) write(line);
        done();
      },
    });
  };
  const listen = () => fake;
  const nodeVersion = `${/^AWS_Lambda_nodejs(\d+)/.exec(environment.AWS_EXECUTION_ENV ?? '')?.[1] ?? '24'}.0.0`;
  const hrtime = () => [Math.floor((now() - start) / 1000), ((now() - start) % 1000) * 1e6];
  const fake: NodeJS.Process = {
    env: { ...environment },
    argv: ['/var/lang/bin/node', '/var/runtime/index.mjs'],
    execArgv: [],
    pid: 8,
    platform: 'linux',
    arch: 'arm64',
    version: `v${nodeVersion}`,
    versions: { ...process.versions, node: nodeVersion },
    title: 'node',
    release: { name: 'node' },
    features: {},
    config: {},
    exitCode: undefined,
    nextTick: process.nextTick,
    cwd: () => '/var/task',
    uptime: () => (now() - start) / 1000,
    hrtime: Object.assign(hrtime, { bigint: () => BigInt(now() - start) * 1_000_000n }),
    memoryUsage: () => ({ rss: 0, heapTotal: 0, heapUsed: 0, external: 0, arrayBuffers: 0 }),
    stdout: output(),
    stderr: output(),
    exit,
    emitWarning() {},
    emit: () => false,
    listenerCount: () => 0,
    on: listen,
    once: listen,
    off: listen,
    addListener: listen,
    removeListener: listen,
  } as unknown as NodeJS.Process;
  return fake;
}

function cryptoOf({ random, uuid }: Surroundings) {
  const fill = <A extends ArrayBufferView>(array: A): A => {
    const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
    for (let at = 0; at < bytes.length; at++) bytes[at] = Math.floor(random() * 256);
    return array;
  };
  const randomBytes = (size: number, done?: (error: null, bytes: Buffer) => void) => {
    const bytes = fill(Buffer.alloc(size));
    if (done) process.nextTick(done, null, bytes);
    return bytes;
  };
  const randomInt = (a: number, b?: number) => {
    const [least, most] = b === undefined ? [0, a] : [a, b];
    return least + Math.floor(random() * (most - least));
  };
  const webcrypto = { subtle: realCrypto.webcrypto.subtle, getRandomValues: fill, randomUUID: uuid };
  return {
    ...realCrypto,
    randomUUID: uuid,
    randomBytes,
    randomFillSync: fill,
    getRandomValues: fill,
    randomInt,
    webcrypto,
  };
}

function fetchOf(transport: Transport) {
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

function dateOf(now: () => number): DateConstructor {
  function SimulatedDate(...time: []) {
    if (!new.target) return new Date(now()).toString();
    return Reflect.construct(Date, time.length === 0 ? [now()] : time, new.target);
  }
  return Object.assign(SimulatedDate, { now, parse: Date.parse, UTC: Date.UTC, prototype: Date.prototype }) as never;
}

/** `fs` whose promises are kept in the same step, and no home of the developer's. */
const files = {
  ...realFs,
  promises: { ...realFs.promises, readFile: async (...given: [string]) => realFs.readFileSync(...given) },
};

function requireOf(has: {
  around: Surroundings;
  timers: ReturnType<typeof timersOf>;
  console: Console;
  process: NodeJS.Process;
  crypto: object;
}): (name: string) => unknown {
  const { around, timers } = has;
  const sleep = (milliseconds: number, value: unknown) =>
    new Promise((resolve) => {
      around.after(milliseconds, () => resolve(value));
    });
  const own: Record<string, () => unknown> = {
    http: () => httpModule(requireHere('node:http'), around.transport),
    https: () => httpModule(requireHere('node:https'), around.transport),
    crypto: () => has.crypto,
    process: () => has.process,
    console: () => ({ ...has.console, Console, default: has.console }),
    timers: () => timers,
    'timers/promises': () => ({ setTimeout: sleep, setImmediate: (value: unknown) => sleep(0, value) }),
    fs: () => files,
    'fs/promises': () => files.promises,
    os: () => ({ ...requireHere('node:os'), homedir: () => '/home/sbx_user1051', hostname: () => 'lambda' }),
  };
  const loaded = new Map<string, unknown>();
  return (asked) => {
    const name = asked.replace(/^node:/, '');
    if (NOT_SIMULATED.has(name)) throw new Error(`The simulation has no module "${name}".`);
    if (!loaded.has(name)) loaded.set(name, own[name]?.() ?? requireHere(asked));
    return loaded.get(name);
  };
}
