import type { Clock } from '../clock.ts';
import { ExecutionEnvironment, type Outcome } from './execution-environment.ts';
import type { FunctionConfig } from './function-config.ts';
import type { WriteLog } from './invocation-log.ts';

/**
 * How many events a function handles at a time without further ado: two, so that what can race does. More threads only
 * compete for the cores, and each has its code optimized anew.
 */
const AT_ONCE = 2;
/**
 * When no event ends for so long, in milliseconds, the handlers wait for something, and one more environment is started; not
 * many more, since on a machine that is overloaded it looks the same.
 */
const STUCK = 500;
const MOST_ENVIRONMENTS = 4;

/** A Lambda function: execution environments that are kept warm, each handling one event at a time, and those waiting. */
export class LambdaFunction {
  readonly #environments = new Set<ExecutionEnvironment>();
  readonly #free: ExecutionEnvironment[] = [];
  #retired = false;
  readonly #waiting: ((environment: ExecutionEnvironment) => void)[] = [];
  #whenStuck: NodeJS.Timeout | undefined;

  constructor(
    readonly config: FunctionConfig,
    private readonly environment: Readonly<Record<string, string>>,
    private readonly write: WriteLog,
    /** How the function's code tells the time. */
    private readonly clock: Pick<Clock, 'now' | 'shared'>,
    /** Options of Node that isolate its threads. */
    private readonly execArgv: readonly string[] = [],
  ) {}

  /** Whether it handles as many events as its reserved concurrency lets it. */
  isFull(): boolean {
    const { reservedConcurrency } = this.config;
    const underWay = this.#environments.size - this.#free.length + this.#waiting.length;
    return reservedConcurrency !== undefined && underWay >= reservedConcurrency;
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
    // Nobody waits any more: else an environment would be started for each of them.
    this.#waiting.length = 0;
    clearTimeout(this.#whenStuck);
    await Promise.all([...this.#environments].map((environment) => environment.stop()));
  }

  async #take(): Promise<ExecutionEnvironment> {
    for (let free = this.#free.pop(); free; free = this.#free.pop()) {
      if (free.alive) return free;
      this.#environments.delete(free);
    }
    if (this.#environments.size < this.#atMost(AT_ONCE)) return this.#start();
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#whenStuck ??= this.#expectProgress();
    });
  }

  #atMost(environments: number): number {
    return Math.min(environments, this.config.reservedConcurrency || environments);
  }

  #expectProgress(): NodeJS.Timeout | undefined {
    if (this.#waiting.length === 0 || this.#environments.size >= this.#atMost(MOST_ENVIRONMENTS)) return undefined;
    return setTimeout(() => {
      this.#waiting.shift()?.(this.#start());
      this.#whenStuck = this.#expectProgress();
    }, STUCK).unref();
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
    clearTimeout(this.#whenStuck);
    this.#whenStuck = this.#expectProgress();
  }

  #end(environment: ExecutionEnvironment): void {
    this.#environments.delete(environment);
    void environment.stop();
  }

  #start(): ExecutionEnvironment {
    const started = new ExecutionEnvironment(this.config, this.environment, this.clock, this.write, this.execArgv);
    this.#environments.add(started);
    return started;
  }
}
