import { Worker } from 'node:worker_threads';
import type { Clock } from '../clock.ts';
import type { FunctionConfig } from './function-config.ts';
import { InvocationLog, type Report, type WriteLog } from './invocation-log.ts';
import { outcomeOf } from './payload-limits.ts';
import { threadMemory } from './thread-memory.ts';

/** How one invocation ended: the handler's answer, or its error, as JSON text. */
export interface Outcome {
  readonly payload: string;
  /** `Unhandled` when the handler threw, timed out or crashed. */
  readonly functionError?: 'Unhandled';
  /** The last 4 KB of what was logged meanwhile; undefined when the function was not run. */
  readonly logTail?: Buffer;
}

/** What the thread tells; `used` in bytes. */
type Told =
  | { ready: true }
  | { failed: object }
  | { text: string; stream: 'stdout' | 'stderr' }
  | { result: string; used: number }
  | { error: HandlerError; used: number };

interface HandlerError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace: readonly string[];
}

interface Invocation {
  readonly requestId: string;
  readonly log: InvocationLog;
  readonly since: number;
  resolve(outcome: Outcome): void;
}

/** How often the memory of a busy thread is looked at, in milliseconds. */
const LOOK_EVERY = 50;

const MEGABYTE = 2 ** 20;

/**
 * V8 ends the whole process when a heap outgrows its own limit in one step: it is so far beyond the function's memory that
 * the thread is ended before.
 */
const HEAP_ROOM = 4096;

/** A thread that is isolated lets no inspector look at its memory: it is ended by V8, near the function's memory. */
const HEAP_ROOM_ISOLATED = 64;

/** A worker thread that runs one function, one event at a time. It ends with its first crash or timeout. */
export class ExecutionEnvironment {
  readonly #worker: Worker;
  readonly #startedAt = performance.now();
  /** Undefined as soon as the code is loaded and that was told. */
  #initMilliseconds: number | undefined;
  /** In megabytes. */
  #used = 0;
  #asking = false;
  #looking: NodeJS.Timeout | undefined;
  #invocation: Invocation | undefined;
  /** What was written of a line that has not ended yet. */
  readonly #begun = { stdout: '', stderr: '' };
  alive = true;

  constructor(
    private readonly config: FunctionConfig,
    environment: Readonly<Record<string, string>>,
    private readonly clock: Pick<Clock, 'now' | 'shared'>,
    private readonly write: WriteLog,
    execArgv: readonly string[] = [],
  ) {
    this.#worker = new Worker(new URL('./environment-thread.mjs', import.meta.url), {
      workerData: { root: config.root, handler: config.handler, clock: clock.shared },
      env: { ...environment },
      execArgv: [...execArgv],
      stdout: true,
      stderr: true,
      resourceLimits: {
        maxOldGenerationSizeMb: config.memoryMegabytes + (execArgv.length > 0 ? HEAP_ROOM_ISOLATED : HEAP_ROOM),
      },
    });
    // What a thread writes past its own streams, such as warnings of Node.
    for (const stream of ['stdout', 'stderr'] as const)
      this.#worker[stream].setEncoding('utf8').on('data', (text: string) => this.#hear(text, stream));
    this.#worker.on('message', (told: Told) => this.#receive(told));
    this.#worker.on('error', (error: NodeJS.ErrnoException) => this.#crash(error));
    this.#worker.on('exit', (code) =>
      this.#exit(
        code === 0 ? 'Runtime exited without providing a reason' : `Runtime exited with error: exit status ${code}`,
        'Runtime.ExitError',
      ),
    );
    this.#worker.unref();
    this.#look();
  }

  /** Handles one event. Never throws: a crash or a timeout is an outcome, after which the environment is gone. */
  invoke(event: string, requestId: string): Promise<Outcome> {
    const { name, arn, timeoutSeconds, memoryMegabytes } = this.config;
    const deadline = Date.now() + timeoutSeconds * 1000;
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#timeOut(requestId), timeoutSeconds * 1000);
      this.#invocation = {
        requestId,
        log: new InvocationLog(requestId, this.write),
        since: performance.now(),
        resolve: (outcome) => {
          clearTimeout(timer);
          resolve(outcome);
        },
      };
      const context = {
        awsRequestId: requestId,
        functionName: name,
        functionVersion: '$LATEST',
        invokedFunctionArn: arn,
        memoryLimitInMB: String(memoryMegabytes),
        logGroupName: `/aws/lambda/${name}`,
        logStreamName: `local/[$LATEST]${requestId}`,
      };
      this.#worker.postMessage({ event, context, deadline });
      this.#look();
    });
  }

  async stop(): Promise<void> {
    this.#exit('The local runtime was stopped', 'Runtime.ExitError');
    await this.#worker.terminate();
  }

  #receive(told: Told): void {
    if ('text' in told) this.#hear(told.text, told.stream);
    else if ('ready' in told || 'failed' in told) {
      this.#initMilliseconds = performance.now() - this.#startedAt;
      if (!this.#invocation) this.#lookAway();
    } else {
      this.#use(told.used);
      if ('error' in told) {
        this.#logError('Invoke Error', told.error);
        this.#finish({ payload: JSON.stringify(told.error), functionError: 'Unhandled' });
      } else {
        const { errorType, ...outcome } = outcomeOf(told.result);
        this.#finish(outcome, errorType === undefined ? undefined : { status: 'error', errorType });
      }
    }
  }

  /** Takes what was written apart into lines. */
  #hear(text: string, stream: 'stdout' | 'stderr'): void {
    const lines = (this.#begun[stream] + text).split('\n');
    this.#begun[stream] = lines.pop() ?? '';
    for (const line of lines) this.#line(line);
  }

  #line(line: string): void {
    if (line === '') return;
    if (this.#invocation) this.#invocation.log.add(line, 'code');
    else this.write(line, 'code');
  }

  /** Looks at the thread's memory again and again while it is busy: what outgrows the function's is killed, as on AWS. */
  #look(): void {
    this.#looking ??= setInterval(() => void this.#lookOnce(), LOOK_EVERY).unref();
  }

  #lookAway(): void {
    clearInterval(this.#looking);
    this.#looking = undefined;
  }

  async #lookOnce(): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    const limit = this.config.memoryMegabytes * MEGABYTE;
    const used = await threadMemory.used(this.#worker, limit);
    this.#asking = false;
    if (used === undefined || !this.alive) return;
    this.#use(Math.min(used, limit));
    if (used > limit) this.#killForMemory();
  }

  #use(bytes: number): void {
    this.#used = Math.max(this.#used, Math.ceil(bytes / MEGABYTE));
  }

  #timeOut(requestId: string): void {
    const text = `Task timed out after ${this.config.timeoutSeconds.toFixed(2)} seconds`;
    this.#invocation?.log.add(`${this.#time()} ${requestId} ${text}`, 'lambda');
    const error = { errorType: 'Sandbox.Timedout', errorMessage: `RequestId: ${requestId} Error: ${text}` };
    this.#end(error, { status: 'timeout' });
  }

  #killForMemory(): void {
    this.#exit('Runtime exited with error: signal: killed', 'Runtime.OutOfMemory');
  }

  /** Ends with a thread that came to its end by itself, or was killed. */
  #exit(reason: string, errorType: string): void {
    const requestId = this.#invocation?.requestId;
    const errorMessage = requestId === undefined ? reason : `RequestId: ${requestId} Error: ${reason}`;
    if (this.alive) for (const line of [errorMessage, errorType]) this.#invocation?.log.add(line, 'lambda');
    this.#end({ errorType, errorMessage }, { status: 'error', errorType });
  }

  /** Ends with an error that nobody caught, such as in a timer of the handler's. */
  #crash({ code, name, message, stack = '' }: NodeJS.ErrnoException): void {
    if (code === 'ERR_WORKER_OUT_OF_MEMORY') this.#killForMemory();
    const error = { errorType: name, errorMessage: message, trace: stack.split('\n') };
    this.#logError('Uncaught Exception', error);
    this.#end(error, { status: 'error', errorType: name });
  }

  #end(error: object, failed: Report['failed']): void {
    if (!this.alive) return;
    this.alive = false;
    this.#finish({ payload: JSON.stringify(error), functionError: 'Unhandled' }, failed);
    this.#lookAway();
    void this.#worker.terminate();
  }

  #logError(what: string, { errorType, errorMessage, trace }: HandlerError): void {
    const error = JSON.stringify({ errorType, errorMessage, stack: trace });
    this.#invocation?.log.add(`${this.#time()}\t${this.#invocation.requestId}\tERROR\t${what} \t${error}`, 'lambda');
  }

  #time(): string {
    return new Date(this.clock.now()).toISOString();
  }

  #finish(outcome: Outcome, failed?: Report['failed']): void {
    const invocation = this.#invocation;
    if (!invocation) return;
    for (const stream of ['stdout', 'stderr'] as const) this.#line(this.#begun[stream]);
    Object.assign(this.#begun, { stdout: '', stderr: '' });
    this.#invocation = undefined;
    this.#lookAway();
    invocation.log.finish({
      milliseconds: performance.now() - invocation.since,
      initMilliseconds: this.#initMilliseconds,
      memoryMegabytes: this.config.memoryMegabytes,
      usedMegabytes: this.#used,
      ...(failed && { failed }),
    });
    this.#initMilliseconds = undefined;
    invocation.resolve({ ...outcome, logTail: invocation.log.tail() });
  }
}
