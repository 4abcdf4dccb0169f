import type { Clock } from '../clock.ts';
import { ExecutionEnvironment, type Outcome } from './execution-environment.ts';
import type { FunctionConfig } from './function-config.ts';
import type { WriteLog } from './invocation-log.ts';

/** How many execution environments one function has at the most: more threads than this only compete for the cores. */
const MOST_ENVIRONMENTS = 4;

/** A Lambda function: execution environments that are kept warm, each handling one event at a time, and those waiting. */
export class LambdaFunction {
  readonly #environments = new Set<ExecutionEnvironment>();
  readonly #free: ExecutionEnvironment[] = [];
  #retired = false;
  readonly #waiting: ((environment: ExecutionEnvironment) => void)[] = [];

  constructor(
    readonly config: FunctionConfig,
    private readonly environment: Readonly<Record<string, string>>,
    private readonly write: WriteLog,
    /** How the function's code tells the time. */
    private readonly clock: Pick<Clock, 'now' | 'shared'>,
  ) {}

  /** Whether it handles as many events as its reserved concurrency lets it. */
  isFull(): boolean {
    const { reservedConcurrency } = this.config;
    return reservedConcurrency !== undefined && this.#environments.size - this.#free.length >= reservedConcurrency;
  }

  /** Starts the first execution environment before it is needed. */
  warm(): void {
    if (this.#environments.size === 0) this.#free.push(this.#start());
  }

  /** Handles one event (JSON text). Never throws. */
  async invoke(event: string, requestId: string): Promise<Outcome> {
    const environment = await this.#take();
    const outcome = await environment.invoke(event, requestId);
    this.#giveBack(environment);
    return outcome;
  }

  /** Ends each execution environment as soon as it has nothing to do. */
  retire(): void {
    this.#retired = true;
    for (const free of this.#free.splice(0)) this.#end(free);
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#environments].map((environment) => environment.stop()));
  }

  async #take(): Promise<ExecutionEnvironment> {
    for (let free = this.#free.pop(); free; free = this.#free.pop()) {
      if (free.alive) return free;
      this.#environments.delete(free);
    }
    if (this.#environments.size < Math.min(MOST_ENVIRONMENTS, this.config.reservedConcurrency || MOST_ENVIRONMENTS))
      return this.#start();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #giveBack(environment: ExecutionEnvironment): void {
    const waiting = this.#waiting.shift();
    if (environment.alive) {
      if (waiting) waiting(environment);
      else if (this.#retired) this.#end(environment);
      else this.#free.push(environment);
    } else {
      this.#environments.delete(environment);
      waiting?.(this.#start());
    }
  }

  #end(environment: ExecutionEnvironment): void {
    this.#environments.delete(environment);
    void environment.stop();
  }

  #start(): ExecutionEnvironment {
    const started = new ExecutionEnvironment(this.config, this.environment, this.clock, this.write);
    this.#environments.add(started);
    return started;
  }
}
