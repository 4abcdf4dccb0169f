import { Worker } from 'node:worker_threads';
import type { FunctionConfig } from './function-config.ts';

/** How one invocation ended: the handler's answer, or its error, as JSON text. */
export interface Outcome {
  readonly payload: string;
  /** `Unhandled` when the handler threw, timed out or crashed. */
  readonly functionError?: 'Unhandled';
}

type Reply = { ready: true } | { failed: object } | { result: string } | { error: object };

/** A worker thread that runs one function, one event at a time. It ends with its first crash or timeout. */
export class ExecutionEnvironment {
  readonly #worker: Worker;
  #settle: ((outcome: Outcome) => void) | undefined;
  alive = true;

  constructor(
    private readonly config: FunctionConfig,
    environment: Readonly<Record<string, string>>,
    clock: SharedArrayBuffer,
    onLine: (line: string) => void,
  ) {
    this.#worker = new Worker(new URL('./environment-thread.mjs', import.meta.url), {
      workerData: { root: config.root, handler: config.handler, clock },
      env: { ...environment },
      execArgv: [],
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: config.memoryMegabytes },
    });
    for (const stream of [this.#worker.stdout, this.#worker.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        for (const line of text.split('\n')) if (line !== '') onLine(line);
      });
    }
    this.#worker.on('message', (reply: Reply) => this.#receive(reply));
    this.#worker.on('error', (error) => this.#end('Runtime.ExitError', error.message));
    this.#worker.on('exit', (code) => this.#end('Runtime.ExitError', `Runtime exited with exit status ${code}`));
    this.#worker.unref();
  }

  /** Handles one event. Never throws: a crash or a timeout is an outcome, after which the environment is gone. */
  invoke(event: string, requestId: string): Promise<Outcome> {
    const { name, arn, timeoutSeconds, memoryMegabytes } = this.config;
    const deadline = Date.now() + timeoutSeconds * 1000;
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#end(
          'Sandbox.Timedout',
          `RequestId: ${requestId} Error: Task timed out after ${timeoutSeconds.toFixed(2)} seconds`,
        );
      }, timeoutSeconds * 1000);
      this.#settle = (outcome) => {
        clearTimeout(timer);
        resolve(outcome);
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
    });
  }

  async stop(): Promise<void> {
    this.#end('Runtime.ExitError', 'The runtime was stopped');
    await this.#worker.terminate();
  }

  #receive(reply: Reply): void {
    if ('result' in reply) this.#finish({ payload: reply.result });
    else if ('error' in reply) this.#finish({ payload: JSON.stringify(reply.error), functionError: 'Unhandled' });
  }

  #end(errorType: string, errorMessage: string): void {
    if (!this.alive) return;
    this.alive = false;
    this.#finish({ payload: JSON.stringify({ errorType, errorMessage }), functionError: 'Unhandled' });
    void this.#worker.terminate();
  }

  #finish(outcome: Outcome): void {
    const settle = this.#settle;
    this.#settle = undefined;
    settle?.(outcome);
  }
}
