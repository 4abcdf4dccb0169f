import type { Clock } from '#local/runtime/clock.ts';
import type { Carry } from './environment/carrier.ts';
import { ExecutionEnvironment, type Outcome, type WriteLog } from './environment/execution-environment.ts';
import type { WorkingTime } from './environment/working-time.ts';
import type { FunctionConfig } from './function-config.ts';
import type { InvocationDetails } from './invocation/invocation.ts';

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
const MAX_ENVIRONMENTS = 4;

interface Waiting {
  readonly tenantId: string | undefined;
  take(environment: ExecutionEnvironment): void;
}

/** A Lambda function. */
export interface LambdaFunction {
  readonly config: FunctionConfig;
  /** Whether it handles as many events as its reserved concurrency lets it. @param details of the event that is to come */
  isFull(details?: InvocationDetails): boolean;
  /** Starts the first execution environment before it is needed. */
  warm(): void;
  /** Handles one event (JSON text). Never throws. */
  invoke(event: string, requestId: string, details?: InvocationDetails): Promise<Outcome>;
  /** Ends each execution environment as soon as it has nothing to do. */
  retire(): void;
  stop(): Promise<void>;
}

/** A function with its execution environments, which are kept warm and handle one event at a time each, and the events that wait. */
export class WarmFunction implements LambdaFunction {
  readonly #environments = new Set<ExecutionEnvironment>();
  readonly #free: ExecutionEnvironment[] = [];
  #retired = false;
  readonly #waiting: Waiting[] = [];
  #whenStuck: NodeJS.Timeout | undefined;

  constructor(
    readonly config: FunctionConfig,
    private readonly write: WriteLog,
    private readonly clock: Pick<Clock, 'now'>,
    /** Runs its code. */
    private readonly carry: Carry,
    private readonly workingTime?: WorkingTime,
  ) {}

  isFull(): boolean {
    const { reservedConcurrency } = this.config;
    const underWay = this.#environments.size - this.#free.length + this.#waiting.length;
    return reservedConcurrency !== undefined && underWay >= reservedConcurrency;
  }

  warm(): void {
    if (this.#environments.size === 0 && !this.config.isolatesTenants) this.#free.push(this.#start());
  }

  async invoke(event: string, requestId: string, details: InvocationDetails = {}): Promise<Outcome> {
    const environment = await this.#take(details.tenantId);
    const outcome = await environment.invoke(event, requestId, details);
    this.#giveBack(environment);
    return outcome;
  }

  retire(): void {
    this.#retired = true;
    for (const free of this.#free.splice(0)) this.#end(free);
  }

  async stop(): Promise<void> {
    // They are not waited for any more: otherwise each would start an environment.
    this.#waiting.length = 0;
    clearTimeout(this.#whenStuck);
    await Promise.all([...this.#environments].map((environment) => environment.stop()));
  }

  async #take(tenantId: string | undefined): Promise<ExecutionEnvironment> {
    for (const free of [...this.#free].reverse()) {
      if (free.alive && free.tenantId !== tenantId) continue;
      this.#free.splice(this.#free.indexOf(free), 1);
      if (free.alive) return free;
      this.#environments.delete(free);
    }
    if (this.#environments.size < this.#atMost(AT_ONCE)) return this.#start(tenantId);
    // One that waits for another tenant makes room.
    const other = this.#free.pop();
    if (other) {
      this.#end(other);
      return this.#start(tenantId);
    }
    return new Promise((resolve) => {
      this.#waiting.push({ tenantId, take: resolve });
      this.#whenStuck ??= this.#expectProgress();
    });
  }

  #atMost(environments: number): number {
    return Math.min(environments, this.config.reservedConcurrency || environments);
  }

  #expectProgress(): NodeJS.Timeout | undefined {
    if (this.#waiting.length === 0 || this.#environments.size >= this.#atMost(MAX_ENVIRONMENTS)) return undefined;
    return setTimeout(() => {
      const waiting = this.#waiting.shift();
      waiting?.take(this.#start(waiting.tenantId));
      this.#whenStuck = this.#expectProgress();
    }, STUCK).unref();
  }

  #giveBack(environment: ExecutionEnvironment): void {
    const waiting = this.#waiting.shift();
    const fits = environment.alive && environment.tenantId === waiting?.tenantId;
    if (waiting && fits) waiting.take(environment);
    else if (waiting) {
      this.#end(environment);
      waiting.take(this.#start(waiting.tenantId));
    } else if (environment.alive && !this.#retired) this.#free.push(environment);
    else this.#end(environment);
    clearTimeout(this.#whenStuck);
    this.#whenStuck = this.#expectProgress();
  }

  #end(environment: ExecutionEnvironment): void {
    this.#environments.delete(environment);
    void environment.stop();
  }

  #start(tenantId?: string): ExecutionEnvironment {
    const { config, write, clock, carry, workingTime } = this;
    const started = new ExecutionEnvironment(config, clock, write, carry, tenantId, workingTime);
    this.#environments.add(started);
    return started;
  }
}
