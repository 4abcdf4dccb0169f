import type { Outcome } from '#local/lambda/environment/execution-environment.ts';
// @ts-expect-error: plain JavaScript, as it runs in threads.
import { fieldsOf } from '#local/lambda/environment/node-runtime/invoke-context.mjs';
import type { FunctionConfig } from '#local/lambda/function-config.ts';
import { traceIdOf } from '#local/lambda/invocation/invocation.ts';
import { outcomeOf } from '#local/lambda/invocation/payload-limits.ts';
import { byChance } from '#local/runtime/chance.ts';
import type { Cause } from '#simulation/world/cause.ts';
import { compileCode } from './compile-code.ts';
import { enter, type Running } from './running.ts';
import { shadowsOf } from './shadows/shadows.ts';
import type { Surroundings } from './shadows/surroundings.ts';
import type { FunctionWorld } from './simulated-function.ts';

type Handler = (event: unknown, context: object, done: (error: unknown, result?: unknown) => void) => unknown;

interface Invocation {
  readonly cause: Cause;
  readonly requestId: string;
  end(outcome: Outcome): void;
}

/** An execution environment in this thread: a function's code with its own globals. After a crash or a timeout nothing of it has effect. */
export class SimulatedEnvironment {
  alive = true;
  readonly #variables: Record<string, string>;
  readonly #skew: number;
  #handler: Handler | undefined;
  #initError: unknown;
  #running: Running | undefined;
  #invocation: Invocation | undefined;

  constructor(
    private readonly config: FunctionConfig,
    environment: Readonly<Record<string, string>>,
    private readonly world: FunctionWorld,
    /** The cause of its start. */
    private readonly started: Cause,
  ) {
    this.#variables = { ...environment, AWS_LAMBDA_LOG_STREAM_NAME: started.uuid() };
    this.#skew = world.faults.strikes('skew', started) ? Math.round((started.draw('skew by') - 0.5) * 4000) : 0;
    byChance(started, () => this.#load());
  }

  get functionName(): string {
    return this.config.name;
  }

  /** Handles one event, JSON text. Never rejects: a failure is an outcome. */
  invoke(event: string, requestId: string, cause: Cause): Promise<Outcome> {
    const { clock } = this.world;
    const { timeoutSeconds, arn: invokedFunctionArn } = this.config;
    const deadline = this.#now() + timeoutSeconds * 1000;
    return new Promise((resolve) => {
      const stop = clock.after(timeoutSeconds * 1000, () =>
        this.#end('Sandbox.Timedout', `Task timed out after ${timeoutSeconds.toFixed(2)} seconds`),
      );
      const end = (outcome: Outcome) => {
        stop();
        this.#invocation = undefined;
        resolve(outcome);
      };
      this.#invocation = { cause, requestId, end };
      const traceId = traceIdOf(requestId, clock.now());
      const context = fieldsOf(
        { requestId, invokedFunctionArn, traceId, deadline, now: () => this.#now() },
        this.#variables,
        true,
      );
      byChance(cause, () => void this.#handle(event, context));
    });
  }

  /** Ends the environment as a crash does. */
  crash(): void {
    this.#end('Runtime.ExitError', 'Runtime exited with error: exit status 1');
  }

  #load(): void {
    const code = compileCode(this.config.root, this.config.handler, this.world.sourceMaps);
    const around = this.#around(code.file);
    const { shadows, own, exports } = shadowsOf(around);
    this.#running = { around, own };
    enter(this.#running);
    try {
      code.run(shadows, this.#variables);
      this.#handler = exports()[code.exportName] as Handler | undefined;
    } catch (error) {
      this.#initError = error;
    }
  }

  #around(file: string): Surroundings {
    const entered = <Result>(work: () => Result): Result => {
      if (this.#running) enter(this.#running);
      return work();
    };
    return {
      file,
      environment: this.#variables,
      now: () => this.#now(),
      after: (milliseconds, action) => this.world.clock.after(milliseconds, () => void (this.alive && entered(action))),
      random: () => this.#cause.random(),
      uuid: () => this.#cause.uuid(),
      transport: (request) =>
        this.world.call(this.#cause, request, this).then(
          (answer) => entered(() => answer),
          (error) =>
            entered(() => {
              throw error;
            }),
        ),
      write: (line) => this.#write(line),
      exit: () => this.crash(),
    };
  }

  async #handle(event: string, context: object): Promise<void> {
    const invocation = this.#invocation;
    if (this.#running) enter(this.#running);
    try {
      if (this.#initError) throw this.#initError;
      const handler = this.#handler;
      if (typeof handler !== 'function') throw new Error(`${this.config.handler} is undefined or not exported`);
      const result = await new Promise((resolve, reject) => {
        const returned = handler(JSON.parse(event), context, (error, value) =>
          error ? reject(error) : resolve(value),
        );
        if (handler.length < 3 || typeof (returned as Promise<unknown> | undefined)?.then === 'function')
          resolve(returned);
      });
      const { errorType: _, ...outcome } = outcomeOf(JSON.stringify(result ?? null));
      if (this.alive) invocation?.end(outcome);
    } catch (error) {
      if (this.alive) invocation?.end({ payload: JSON.stringify(answerTo(error)), functionError: 'Unhandled' });
    }
  }

  #write(line: string): void {
    if (!this.alive) return;
    this.world.output(this.config.name, line, this.#cause);
    if (this.#invocation && this.world.faults.strikes('crash-output', this.#cause.next('output'))) this.crash();
  }

  #end(errorType: string, text: string): void {
    if (!this.alive) return;
    this.alive = false;
    const errorMessage = `RequestId: ${this.#invocation?.requestId} Error: ${text}`;
    this.#invocation?.end({ payload: JSON.stringify({ errorType, errorMessage }), functionError: 'Unhandled' });
  }

  #now(): number {
    return this.world.clock.now() + this.#skew;
  }

  get #cause(): Cause {
    return this.#invocation?.cause ?? this.started;
  }
}

/** A place in code: it depends on how the code was divided. */
const POSITION = /:\d+:\d+(?=\)?$)/;

/**
 * The error in Lambda's format, with only those lines of the trace that do not depend on the machine or on Node's version, and without
 * places, which depend on whether libraries are shared.
 */
function answerTo(thrown: unknown): object {
  if (!(thrown instanceof Error)) return { errorType: typeof thrown, errorMessage: String(thrown), trace: [] };
  const [first = '', ...lines] = (thrown.stack ?? '').split('\n');
  const trace = [
    first,
    ...lines.filter((line) => line.includes('/var/task/')).map((line) => line.replace(POSITION, '')),
  ];
  return { errorType: thrown.name, errorMessage: thrown.message, trace };
}
