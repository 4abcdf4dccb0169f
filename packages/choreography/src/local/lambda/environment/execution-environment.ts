import { randomBytes } from 'node:crypto';
import type { FunctionConfig } from '#local/lambda/function-config.ts';
import { type InvocationDetails, traceIdOf } from '#local/lambda/invocation/invocation.ts';
import { outcomeOf } from '#local/lambda/invocation/payload-limits.ts';
import { logStream } from '#local/lambda/logging-config.ts';
import type { Clock } from '#local/runtime/clock.ts';
import type { Carrier, CarrierListener, Carry, HandlerError, Told } from './carrier.ts';
import { EnvironmentLog, type LogLine } from './environment-log.ts';
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
  /** Of a durable function: its execution. */
  readonly durableExecutionArn?: string;
  /** Whether an asynchronous invocation is not tried again: a durable execution that has failed. */
  readonly isFinal?: boolean;
  /** What a handler wrote to its stream; the payload is that as text. */
  readonly streamed?: { readonly bytes: Buffer; readonly contentType: string };
}

/** Takes the lines of a function's log, each with the stream of the environment that they come from. */
export type WriteLog = (line: LogLine & { readonly stream: string }) => void;

interface Invocation {
  readonly requestId: string;
  readonly since: number;
  resolve(outcome: Outcome): void;
}

/** How long the code may take to load before that counts as part of the invocation, in milliseconds (developer guide: "Init phase"). */
const INIT_LIMIT = 10_000;

/** Runs one function, one event at a time. It ends with its first crash or timeout. */
export class ExecutionEnvironment {
  readonly #carrier: Carrier;
  readonly #log: EnvironmentLog;
  readonly #startedAt = performance.now();
  /** Resolves when the code is loaded, or is not going to be, or the time for that is over. */
  readonly #initialized: Promise<void>;
  #endInit: () => void = () => {};
  /** Undefined as soon as the code is loaded and its duration was reported. */
  #initMilliseconds: number | undefined;
  /** The error with which the environment ended before it had an event. */
  #initError: HandlerError | undefined;
  #loading = true;
  #invocation: Invocation | undefined;
  /** The last invocation that was answered by a process that ends with it. */
  #endsAfter: string | undefined;
  alive = true;

  constructor(
    private readonly config: FunctionConfig,
    private readonly clock: Pick<Clock, 'now'>,
    write: WriteLog,
    carry: Carry,
    /** The tenant whom it serves, of a function that keeps tenants apart. */
    readonly tenantId?: string,
    /** By what the code's time is limited. */
    private readonly workingTime = new WorkingTime(),
  ) {
    const { name, logging } = config;
    const stream = logStream(name, logging.LogGroup, randomBytes(16).toString('hex'), clock.now());
    this.#log = new EnvironmentLog(
      logging,
      () => clock.now(),
      (line) => write({ ...line, stream }),
    );
    const listener: CarrierListener = {
      hear: (told) => this.#hear(told),
      ended: (reason) => this.#ended(reason),
      outOfMemory: () => this.#killForMemory(),
    };
    this.#carrier = carry(listener, { AWS_LAMBDA_LOG_STREAM_NAME: stream });
    this.#initialized = new Promise((resolve) => {
      const callOff = workingTime.after(INIT_LIMIT, resolve);
      this.#endInit = () => {
        callOff();
        resolve();
      };
    });
    this.#carrier.watch();
  }

  /** Handles one event. Never throws: a crash or a timeout is an outcome, after which the environment is gone. */
  async invoke(event: string, requestId: string, details: InvocationDetails = {}): Promise<Outcome> {
    await this.#initialized;
    const { arn, timeoutSeconds } = this.config;
    const deadline = this.workingTime.now() + timeoutSeconds * 1000;
    return new Promise((resolve) => {
      const callOff = this.workingTime.after(timeoutSeconds * 1000, () => this.#timeOut());
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
      this.#carrier.hand({ ...details, event, requestId, traceId, invokedFunctionArn: arn, deadline });
      this.#carrier.watch();
    });
  }

  async stop(): Promise<void> {
    this.#loading = false;
    this.#exit('The local runtime was stopped', 'Runtime.ExitError');
    await this.#carrier.end();
  }

  #hear(told: Told): void {
    if ('text' in told) this.#log.hear(told.text, told.stream);
    else if ('line' in told) this.#log.line(told.line, told.plainText);
    else if ('ready' in told) {
      this.#endLoading();
      if (!this.#invocation) this.#carrier.rest();
    } else if ('failed' in told) this.#end(told.failed);
    else {
      if ('error' in told) this.#hearError(told);
      else if ('streamed' in told) {
        const bytes = Buffer.from(told.streamed);
        this.#finish({ payload: bytes.toString(), streamed: { bytes, contentType: told.contentType } });
      } else {
        const { errorType, ...outcome } = outcomeOf(told.result);
        this.#finish(outcome, errorType === undefined ? undefined : { status: 'error', errorType });
      }
    }
  }

  #hearError({ error, ends }: Extract<Told, { ends: boolean }>): void {
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

  #ended(reason: string): void {
    if (this.#endsAfter !== undefined)
      this.#log.words(`RequestId: ${this.#endsAfter} Error: ${reason}`, 'Runtime.ExitError');
    this.#exit(reason, 'Runtime.ExitError');
  }

  /** Ends with a carrier that came to its end by itself, or was killed. */
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
    this.#carrier.rest();
    void this.#carrier.end();
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
    this.#carrier.rest();
    const report = { milliseconds: performance.now() - invocation.since, initMilliseconds: this.#initMilliseconds };
    const logTail = this.#log.end(invocation.requestId, {
      ...report,
      memoryMegabytes: this.config.memoryMegabytes,
      usedMegabytes: this.#carrier.usedMegabytes,
      ...(failed && { failed }),
    });
    this.#initMilliseconds = undefined;
    invocation.resolve({ ...outcome, logTail, report });
  }
}

/** The error of a runtime that ended before its first event, with the request id of that event. */
function withRequestId(error: HandlerError, requestId = ''): HandlerError {
  if (error.errorType !== 'Runtime.ExitError' || error.errorMessage.startsWith('RequestId: ')) return error;
  return { ...error, errorMessage: `RequestId: ${requestId} Error: ${error.errorMessage}` };
}
