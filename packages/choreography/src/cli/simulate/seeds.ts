import { fork } from 'node:child_process';
import { cpus } from 'node:os';
import type { DrawnFault } from '#simulation/faults/faults.ts';
import type { WorldResult } from '#simulation/run-world.ts';

/** The result of one world, from the process that simulated it. */
export interface SeedResult
  extends Pick<WorldResult, 'seed' | 'instances' | 'virtualSeconds' | 'deliveries' | 'violations' | 'digest'> {
  readonly faults: Readonly<Record<string, number>>;
  /** What the world cost, in seconds of a processor. */
  readonly processorSeconds: number;
}

export const seedResult = (
  { drawn, steps: _, stimuli: __, endedAt: ___, ...result }: WorldResult,
  processorSeconds: number,
): SeedResult => ({
  ...result,
  processorSeconds,
  faults: countOf(drawn),
});

function countOf(drawn: readonly DrawnFault[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { fault } of drawn) counts[fault] = (counts[fault] ?? 0) + 1;
  return counts;
}

/**
 * Simulates many seeds, in a process a core, by the very command that runs now. Each result is reported at once; the first
 * violation cancels the rest.
 *
 * @param argv what this process was started with, after the script
 */
export function overAllCores(
  seeds: readonly number[],
  argv: readonly string[],
  tell: (result: SeedResult) => void,
): Promise<void> {
  const waiting = [...seeds];
  const workers = Math.min(cpus().length, seeds.length);
  return new Promise((resolve, reject) => {
    let alive = workers;
    const children = Array.from({ length: workers }, () => {
      const child = fork(process.argv[1] ?? '', argv, {
        env: { ...process.env, CHOREOGRAPHY_SIMULATES: 'seeds' },
        // What a world leaves behind is young: a larger nursery, in MB, halves the time that goes to collecting it. Each bundle has an SDK
        // of its own, most of which stays too cold for V8 to compile it unasked.
        execArgv: [...process.execArgv, '--max-semi-space-size=64', '--always-sparkplug'],
      });
      const next = () => {
        const seed = waiting.shift();
        if (seed === undefined) child.disconnect();
        else child.send({ seed });
      };
      child.on('message', (message: { ready: true } | SeedResult) => {
        if ('seed' in message) {
          if (message.violations.length > 0) waiting.length = 0;
          tell(message);
        }
        next();
      });
      child.on('exit', (code, signal) => {
        alive--;
        if (code || signal) {
          waiting.length = 0;
          for (const each of children) each.kill();
          reject(new Error(`A process that simulates ended with ${code ?? signal}.`));
        } else if (alive === 0) resolve();
      });
      return child;
    });
  });
}

/** The other end: simulates what it is sent until it is let go. */
export async function simulateSeeds(simulate: (seed: number) => Promise<SeedResult>): Promise<void> {
  process.on('message', async ({ seed }: { seed: number }) => {
    process.send?.(await simulate(seed));
  });
  process.send?.({ ready: true });
  await new Promise((resolve) => {
    process.once('disconnect', resolve);
  });
}
