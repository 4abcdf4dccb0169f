import { inspect } from 'node:util';
import { Worker } from 'node:worker_threads';
import type { FunctionConfig } from '#local/lambda/function-config.ts';
import type { Clock } from '#local/runtime/clock.ts';
import type { Carrier, CarrierListener, Carry, HandedInvocation, Told } from './carrier.ts';
import { MemoryWatch } from './memory-watch.ts';
import { codeCacheFolder } from './node-runtime/code-cache-folder.ts';
import { WorkingTime } from './working-time.ts';

/**
 * V8 ends the whole process when a heap outgrows its own limit in one step: it is so far beyond the function's memory that
 * the thread is ended before.
 */
const HEAP_ROOM = 4096;
/** A thread that is isolated lets no inspector look at its memory: it is ended by V8, near the function's memory. */
const HEAP_ROOM_ISOLATED = 64;

/** Lambda keeps these of Node's novelties off (developer guide: "Building Lambda functions with Node.js", of Node.js 20 and 22). */
const UP_TO_22 = ['--no-experimental-require-module', '--no-experimental-detect-module'];

/** What surrounds the code of a function's threads. */
export interface ThreadSettings {
  /** Options of Node that isolate the thread. */
  readonly execArgv?: readonly string[];
  /** By what the code's time is limited. */
  readonly workingTime?: WorkingTime;
  /** The file with the source map of the code. */
  readonly sourceMap?: string | undefined;
  /** Whether debuggers get the sources. */
  readonly isInspected?: boolean;
}

/** Runs a function's JavaScript in worker threads. */
export const inThread =
  (
    config: FunctionConfig,
    environment: Readonly<Record<string, string>>,
    /** The clock that the function's code reads. */
    clock: Pick<Clock, 'shared'>,
    settings: ThreadSettings = {},
  ): Carry =>
  (listener, variables) =>
    new Thread(config, { ...environment, ...variables }, clock, settings, listener);

class Thread implements Carrier {
  readonly #worker: Worker;
  readonly #memory: MemoryWatch;
  /** The uncaught error of the thread. */
  #uncaught: NodeJS.ErrnoException | undefined;

  constructor(
    { name, root, layers = [], handler, runtime, memoryMegabytes }: FunctionConfig,
    env: Readonly<Record<string, string>>,
    clock: Pick<Clock, 'shared'>,
    { execArgv = [], workingTime = new WorkingTime(), sourceMap, isInspected = false }: ThreadSettings,
    private readonly listener: CarrierListener,
  ) {
    this.#memory = new MemoryWatch(
      memoryMegabytes,
      () => listener.outOfMemory(),
      // Debuggers speak to threads alone.
      () => isInspected,
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
        memory: this.#memory.shared,
        sourceMap,
        isInspected,
        // A thread that is isolated reads and writes no such folder.
        codeCache: execArgv.length > 0 ? undefined : codeCacheFolder(),
      },
      env,
      execArgv: [...(/^nodejs(1\d|2[0-3])\./.test(runtime) ? UP_TO_22 : []), ...execArgv],
      stdout: true,
      stderr: true,
      resourceLimits: {
        maxOldGenerationSizeMb: memoryMegabytes + (execArgv.length > 0 ? HEAP_ROOM_ISOLATED : HEAP_ROOM),
      },
    });
    // What a thread writes past its own streams, such as warnings of Node.
    for (const stream of ['stdout', 'stderr'] as const)
      this.#worker[stream].setEncoding('utf8').on('data', (text: string) => listener.hear({ text, stream }));
    this.#worker.on('message', (told: Told & { readonly used?: number }) => {
      if (told.used !== undefined) this.#memory.use(told.used);
      listener.hear(told);
    });
    this.#worker.on('error', (error) => {
      this.#uncaught = error;
    });
    // By now all its messages have arrived.
    this.#worker.on('exit', (code) => this.#ended(code));
    this.#worker.unref();
  }

  get usedMegabytes(): number {
    return this.#memory.used;
  }

  hand(invocation: HandedInvocation): void {
    this.#worker.postMessage(invocation);
  }

  watch(): void {
    this.#memory.look(this.#worker);
  }

  rest(): void {
    this.#memory.lookAway();
  }

  end(): Promise<unknown> {
    return this.#worker.terminate();
  }

  /** An uncaught error is printed by a process, which ends with code 1. */
  #ended(code: number): void {
    if (this.#uncaught?.code === 'ERR_WORKER_OUT_OF_MEMORY') this.listener.outOfMemory();
    if (this.#uncaught)
      this.listener.hear({ text: `${inspect(this.#uncaught)}\n\nNode.js ${process.version}\n`, stream: 'stderr' });
    this.listener.ended(
      code === 0 ? 'Runtime exited without providing a reason' : `Runtime exited with error: exit status ${code}`,
    );
  }
}
