import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { Worker } from 'node:worker_threads';
import type { FunctionConfig } from '#local/lambda/function-config.ts';
import { type InvocationDetails, traceIdOf } from '#local/lambda/invocation/invocation.ts';
import { outcomeOf } from '#local/lambda/invocation/payload-limits.ts';
import { logStream } from '#local/lambda/logging-config.ts';
import type { Clock } from '#local/runtime/clock.ts';
import { EnvironmentLog, type LogLine } from './environment-log.ts';
import { MemoryWatch } from './memory-watch.ts';
import type { Report } from './system-log.ts';
import { WorkingTime } from './working-time.ts';

/** How one invocation ended: the handler's answer, or its error, as JSON text. */
export interface Outcome {
  readonly payload: string;
  /** `Unhandled` when the handler threw, timed out or crashed. */
  readonly functionError?: 'Unhandled';
  /** The last 4 KB of what was logged meanwhile; undefined when the function was not run. */
  readonly logTail?: Buffer;
  /** How it went; undefined where nobody measures it. */
  readonly report?: Pick<Report, 'milliseconds' | 'initMilliseconds'>;
  /** What a handler wrote to its stream; the payload is that as text. */
  readonly streamed?: { readonly bytes: Buffer; readonly contentType: string };
}

/** Takes the lines of a function's log, each with the stream of the environment that they come from. */
export type WriteLog = (line: LogLine & { readonly stream: string }) => void;

/** What the thread tells; `used` in bytes. */
type ThreadMessage =
  | { ready: true }
  | { failed: HandlerError }
  | { text: string; stream: 'stdout' | 'stderr' }
  | { line: string; plainText: string }
  | { result: string; used: number }
  | { streamed: Uint8Array; contentType: string; used: number }
  | { error: HandlerError; ends: boolean; used: number };

interface HandlerError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

interface Invocation {
  readonly requestId: string;
  readonly since: number;
  resolve(outcome: Outcome): void;
}

/**
 * V8 ends the whole process when a heap outgrows its own limit in one step: it is so far beyond the function's memory that
 * the thread is ended before.
 */
const HEAP_ROOM = 4096;

/** How long the code may take to load before that counts as part of the invocation, in milliseconds (developer guide: "Init phase"). */
const INIT_LIMIT = 10_000;

/** Lambda keeps these of Node's novelties off (developer guide: "Building Lambda functions with Node.js", of Node.js 20 and 22). */
const UP_TO_22 = ['--no-experimental-require-module', '--no-experimental-detect-module'];
/** A thread that is isolated lets no inspector look at its memory: it is ended by V8, near the function's memory. */
const HEAP_ROOM_ISOLATED = 64;

/** What surrounds the code of a function's threads. */
export interface ThreadSettings {
  /** Options of Node that isolate the thread. */
  readonly execArgv?: readonly string[];
  /** By what the code's time is limited. */
  readonly workingTime?: WorkingTime;
  /** The file with the source map of the code. */
  readonly sourceMap?: string | undefined;
  /** Whether debuggers are told of the sources. */
  readonly isInspected?: boolean;
}

/** A worker thread that runs one function, one event at a time. It ends with its first crash or timeout. */
export class ExecutionEnvironment {
  readonly #worker: Worker;
  readonly #workingTime: WorkingTime;
  readonly #log: EnvironmentLog;
  readonly #memory: MemoryWatch;
  readonly #startedAt = performance.now();
  /** Resolves when the code is loaded, or is not going to be, or the time for that is over. */
  readonly #initialized: Promise<void>;
  #endInit: () => void = () => {};
  /** Undefined as soon as the code is loaded and that was told. */
  #initMilliseconds: number | undefined;
  /** The error with which the environment ended before it had an event. */
  #initError: HandlerError | undefined;
  #loading = true;
  #invocation: Invocation | undefined;
  /** What nobody caught in the thread. */
  #uncaught: NodeJS.ErrnoException | undefined;
  /** The last invocation that was answered by a process that ends with it. */
  #endsAfter: string | undefined;
  alive = true;

  constructor(
    private readonly config: FunctionConfig,
    environment: Readonly<Record<string, string>>,
    private readonly clock: Pick<Clock, 'now' | 'shared'>,
    write: WriteLog,
    /** The tenant whom it serves, of a function that keeps tenants apart. */
    readonly tenantId?: string,
    { execArgv = [], workingTime = new WorkingTime(), sourceMap, isInspected = false }: ThreadSettings = {},
  ) {
    this.#workingTime = workingTime;
    const { name, root, layers = [], handler, runtime, memoryMegabytes, logging } = config;
    const stream = logStream(name, logging.LogGroup, randomBytes(16).toString('hex'), clock.now());
    this.#log = new EnvironmentLog(
      logging,
      () => clock.now(),
      (line) => write({ ...line, stream }),
    );
    this.#worker = new Worker(new URL('./environment-thread.mjs', import.meta.url), {
      // Debuggers show it.
      name,
      workerData: {
        root,
        layers,
        handler,
        runtime,
        clock: clock.shared,
        workingTime: workingTime.shared,
        sourceMap,
        isInspected,
      },
      env: { ...environment, AWS_LAMBDA_LOG_STREAM_NAME: stream },
      execArgv: [...(/^nodejs(1\d|2[0-3])\./.test(runtime) ? UP_TO_22 : []), ...execArgv],
      stdout: true,
      stderr: true,
      resourceLimits: {
        maxOldGenerationSizeMb: memoryMegabytes + (execArgv.length > 0 ? HEAP_ROOM_ISOLATED : HEAP_ROOM),
      },
    });
    this.#memory = new MemoryWatch(
      this.#worker,
      memoryMegabytes,
      () => this.#killForMemory(),
      // Debuggers speak to threads alone.
      () => isInspected,
    );
    this.#initialized = new Promise((resolve) => {
      const callOff = workingTime.after(INIT_LIMIT, resolve);
      this.#endInit = () => {
        callOff();
        resolve();
      };
    });
    // What a thread writes past its own streams, such as warnings of Node.
    for (const stream of ['stdout', 'stderr'] as const)
      this.#worker[stream].setEncoding('utf8').on('data', (text: string) => this.#log.hear(text, stream));
    this.#worker.on('message', (told: ThreadMessage) => this.#receive(told));
    this.#worker.on('error', (error) => {
      this.#uncaught = error;
    });
    // By now all that it told has come.
    this.#worker.on('exit', (code) => this.#ended(code));
    this.#worker.unref();
    this.#memory.look();
  }

  /** Handles one event. Never throws: a crash or a timeout is an outcome, after which the environment is gone. */
  async invoke(event: string, requestId: string, details: InvocationDetails = {}): Promise<Outcome> {
    await this.#initialized;
    const { arn, timeoutSeconds } = this.config;
    const deadline = this.#workingTime.now() + timeoutSeconds * 1000;
    return new Promise((resolve) => {
      const callOff = this.#workingTime.after(timeoutSeconds * 1000, () => this.#timeOut());
      this.#invocation = {
        requestId,
        since: performance.now(),
        resolve: (outcome) => {
          callOff();
          resolve(outcome);
        },
      };
      this.#log.begin(requestId);
      if (this.#initError) return this.#failInvocation(this.#initError);
      const traceId = details.traceId ?? traceIdOf(requestId, this.clock.now());
      this.#worker.postMessage({ ...details, event, requestId, traceId, invokedFunctionArn: arn, deadline });
      this.#memory.look();
    });
  }

  async stop(): Promise<void> {
    this.#loading = false;
    this.#exit('The local runtime was stopped', 'Runtime.ExitError');
    await this.#worker.terminate();
  }

  #receive(told: ThreadMessage): void {
    if ('text' in told) this.#log.hear(told.text, told.stream);
    else if ('line' in told) this.#log.line(told.line, told.plainText);
    else if ('ready' in told) {
      this.#endLoading();
      if (!this.#invocation) this.#memory.lookAway();
    } else if ('failed' in told) this.#end(told.failed);
    else {
      this.#memory.use(told.used);
      if ('error' in told) this.#receiveError(told);
      else if ('streamed' in told) {
        const bytes = Buffer.from(told.streamed);
        this.#finish({ payload: bytes.toString(), streamed: { bytes, contentType: told.contentType } });
      } else {
        const { errorType, ...outcome } = outcomeOf(told.result);
        this.#finish(outcome, errorType === undefined ? undefined : { status: 'error', errorType });
      }
    }
  }

  #receiveError({ error, ends }: Extract<ThreadMessage, { ends: boolean }>): void {
    if (ends) {
      this.alive = false;
      this.#endsAfter = this.#invocation?.requestId;
      this.#endInit();
    }
    this.#finish({ payload: JSON.stringify(error), functionError: 'Unhandled' });
  }

  #endLoading(): void {
    this.#loading = false;
    this.#initMilliseconds = performance.now() - this.#startedAt;
    this.#endInit();
  }

  #timeOut(): void {
    const requestId = this.#invocation?.requestId;
    const text = `Task timed out after ${this.config.timeoutSeconds.toFixed(2)} seconds`;
    this.#log.words(`${new Date(this.clock.now()).toISOString()} ${requestId} ${text}`);
    this.#end({ errorType: 'Sandbox.Timedout', errorMessage: `RequestId: ${requestId} Error: ${text}` }, 'timeout');
  }

  #killForMemory(): void {
    this.#exit('Runtime exited with error: signal: killed', 'Runtime.OutOfMemory');
  }

  /** What nobody catches is said by a process, which ends with code 1. */
  #ended(code: number): void {
    if (this.#uncaught?.code === 'ERR_WORKER_OUT_OF_MEMORY') this.#killForMemory();
    if (this.#uncaught) this.#log.hear(`${inspect(this.#uncaught)}\n\nNode.js ${process.version}\n`, 'stderr');
    const reason =
      code === 0 ? 'Runtime exited without providing a reason' : `Runtime exited with error: exit status ${code}`;
    if (this.#endsAfter !== undefined)
      this.#log.words(`RequestId: ${this.#endsAfter} Error: ${reason}`, 'Runtime.ExitError');
    this.#exit(reason, 'Runtime.ExitError');
  }

  /** Ends with a thread that came to its end by itself, or was killed. */
  #exit(reason: string, errorType: string): void {
    if (!this.alive) return;
    const requestId = this.#invocation?.requestId;
    const errorMessage = requestId === undefined ? reason : `RequestId: ${requestId} Error: ${reason}`;
    this.#log.flush();
    if (requestId !== undefined) this.#log.words(errorMessage, errorType);
    this.#end({ errorType, errorMessage });
  }

  #end(error: HandlerError, status: 'timeout' | 'error' = 'error'): void {
    if (!this.alive) return;
    this.alive = false;
    if (this.#loading) this.#log.initFailed(performance.now() - this.#startedAt, error.errorType);
    this.#initError = error;
    if (this.#invocation) this.#failInvocation(error, status);
    this.#endInit();
    this.#memory.lookAway();
    void this.#worker.terminate();
  }

  #failInvocation(error: HandlerError, status: 'timeout' | 'error' = 'error'): void {
    this.#finish(
      { payload: JSON.stringify(withRequestId(error, this.#invocation?.requestId)), functionError: 'Unhandled' },
      status === 'timeout' ? { status } : { status, errorType: error.errorType },
    );
  }

  #finish(outcome: Outcome, failed?: Report['failed']): void {
    const invocation = this.#invocation;
    if (!invocation) return;
    this.#invocation = undefined;
    this.#memory.lookAway();
    const report = { milliseconds: performance.now() - invocation.since, initMilliseconds: this.#initMilliseconds };
    const logTail = this.#log.end(invocation.requestId, {
      ...report,
      memoryMegabytes: this.config.memoryMegabytes,
      usedMegabytes: this.#memory.used,
      ...(failed && { failed }),
    });
    this.#initMilliseconds = undefined;
    invocation.resolve({ ...outcome, logTail, report });
  }
}

/** Why a runtime ended before it had an event is told with the id of the first that it gets. */
function withRequestId(error: HandlerError, requestId = ''): HandlerError {
  if (error.errorType !== 'Runtime.ExitError' || error.errorMessage.startsWith('RequestId: ')) return error;
  return { ...error, errorMessage: `RequestId: ${requestId} Error: ${error.errorMessage}` };
}
