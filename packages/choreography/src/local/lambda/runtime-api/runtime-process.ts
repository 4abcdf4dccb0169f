import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Carrier, CarrierListener, Carry, HandedInvocation, Told } from '#local/lambda/environment/carrier.ts';
import type { FunctionConfig } from '#local/lambda/function-config.ts';
import { InputError } from '#template/input-error.ts';
import { RuntimeApi } from './runtime-api.ts';
import { type RuntimeCommand, runtimeCommand } from './runtime-command.ts';

/** How often the memory of a busy process is looked at, in milliseconds. */
const LOOK_EVERY = 50;
const MEGABYTE = 2 ** 20;

/** Where a process finds programs, as in Lambda, less what is Lambda's alone. */
const PATH = '/usr/local/bin:/usr/bin:/bin';

/**
 * Runs a function of another language than JavaScript in processes, which speak to Lambda's Runtime API. Throws an InputError where its
 * runtime is not run, or `isolated` is asked for, which confines threads alone.
 */
export function inProcess(
  config: FunctionConfig,
  environment: Readonly<Record<string, string>>,
  isolated: boolean,
): Carry {
  if (isolated)
    throw new InputError(
      `${config.name} is a process (${config.runtime}), which --isolate does not confine: leave it out with --leave-out, or start without --isolate`,
    );
  const command = runtimeCommand(config);
  return (listener, variables) =>
    new RuntimeProcess(config, command, { PATH, ...environment, ...command.variables, ...variables }, listener);
}

class RuntimeProcess implements Carrier {
  readonly #api: RuntimeApi;
  #process: ChildProcess | undefined;
  #ended = false;
  #looking: NodeJS.Timeout | undefined;
  usedMegabytes = 0;

  constructor(
    private readonly config: FunctionConfig,
    command: RuntimeCommand,
    env: Readonly<Record<string, string>>,
    private readonly listener: CarrierListener,
  ) {
    this.#api = new RuntimeApi((told) => this.#hear(told));
    void this.#begin(command, env);
  }

  hand(invocation: HandedInvocation): void {
    this.#api.hand(invocation);
  }

  watch(): void {
    this.#looking ??= setInterval(() => this.#look(), LOOK_EVERY).unref();
  }

  rest(): void {
    clearInterval(this.#looking);
    this.#looking = undefined;
  }

  async end(): Promise<void> {
    this.#ended = true;
    this.rest();
    this.#api.stop();
    const ended = this.#process;
    this.#kill();
    if (ended && ended.exitCode === null && ended.signalCode === null) await once(ended, 'exit');
  }

  async #begin({ command, words }: RuntimeCommand, env: Readonly<Record<string, string>>): Promise<void> {
    const AWS_LAMBDA_RUNTIME_API = await this.#api.start();
    if (this.#ended) return this.#api.stop();
    const begun = spawn(command, words, {
      cwd: this.config.root,
      env: { ...env, AWS_LAMBDA_RUNTIME_API },
      stdio: ['ignore', 'pipe', 'pipe'],
      // In a group of its own, that ends with it.
      detached: true,
    });
    this.#process = begun;
    begun.unref();
    for (const stream of ['stdout', 'stderr'] as const)
      begun[stream].setEncoding('utf8').on('data', (text: string) => this.listener.hear({ text, stream }));
    begun.on('error', (error) => this.listener.ended(`Runtime failed to start: ${error.message}`));
    begun.on('exit', () => this.#kill());
    // By now all its output has arrived.
    begun.on('close', (code, signal) => {
      if (!this.#ended) this.listener.ended(reasonOf(code, signal));
    });
  }

  #hear(told: Told): void {
    this.#look();
    this.listener.hear(told);
  }

  /** Where the system tells no memory of a process, that is not limited. */
  #look(): void {
    try {
      const [, kilobytes] =
        /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${this.#process?.pid}/status`, 'utf8')) ?? [];
      const used = Math.ceil((Number(kilobytes ?? 0) * 1024) / MEGABYTE);
      this.usedMegabytes = Math.max(this.usedMegabytes, Math.min(used, this.config.memoryMegabytes));
      if (used > this.config.memoryMegabytes) this.listener.outOfMemory();
    } catch {}
  }

  /** With the processes that it began. */
  #kill(): void {
    try {
      if (this.#process?.pid !== undefined) process.kill(-this.#process.pid, 'SIGKILL');
    } catch {}
  }
}

const reasonOf = (code: number | null, signal: NodeJS.Signals | null): string => {
  if (signal !== null) return `Runtime exited with error: signal: ${SIGNALS[signal] ?? signal}`;
  return code === 0 ? 'Runtime exited without providing a reason' : `Runtime exited with error: exit status ${code}`;
};

/** As Go names them, in which Lambda is written. */
const SIGNALS: Partial<Record<NodeJS.Signals, string>> = {
  SIGKILL: 'killed',
  SIGTERM: 'terminated',
  SIGSEGV: 'segmentation fault',
  SIGABRT: 'aborted',
};
