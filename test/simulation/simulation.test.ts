import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { ALL_FAULTS } from '../../packages/choreography/src/simulation/faults/faults.ts';
import type { Violation } from '../../packages/choreography/src/simulation/invariants/judge.ts';
import { runWorld } from '../../packages/choreography/src/simulation/run-world.ts';
import simulation from '../../simulation.ts';
import { FOUND_SEEDS } from './planted/found-seeds.ts';
import { harmed, plant, plantedFiles } from './planted/plant.ts';
import type { PlantedFault } from './planted/planted-fault.ts';
import { PLANTED_FAULTS } from './planted/planted-faults.ts';
import { ROOT, synthesized } from './synthesized.ts';

const { folder, stacks } = await synthesized();
const world = { stacks, simulation, faults: ALL_FAULTS, sourceMaps: resolve(ROOT, 'build/source-maps') };

interface Told {
  readonly seed: number;
  readonly faults: Readonly<Record<string, number>>;
  readonly violations: readonly object[];
  readonly digest: string;
}

/** Simulates by the command, in a process of its own. */
async function simulate(...options: readonly string[]): Promise<Told> {
  const bin = resolve(ROOT, 'packages/choreography/bin/choreography.mjs');
  const given = ['simulate', '--dir', folder, '--json', ...options];
  const { stdout } = await promisify(execFile)(process.execPath, [bin, ...given], { cwd: ROOT });
  return JSON.parse(stdout);
}

it('gives the same world for the same seed in two processes, and another for another seed', {
  timeout: 240_000,
}, async () => {
  const small = { instances: 2, minutes: 3 };
  const command = simulate('--seed', '7', '--instances', '2', '--minutes', '3');
  // In this process another world came first, and in that one none.
  const other = await runWorld({ ...world, ...small, seed: 8 });
  const here = await runWorld({ ...world, ...small, seed: 7 });
  const there = await command;
  expect(there).toMatchObject({ seed: 7, violations: [], digest: here.digest });
  expect(Object.keys(there.faults).length).toBeGreaterThan(3);
  expect(other.digest).not.toBe(here.digest);
  expect(other.violations).toEqual([]);
});

it('gives the same world whether or not environments share libraries', {
  timeout: 240_000,
}, async () => {
  const small = { ...world, seed: 9, instances: 1, minutes: 2 };
  const shared = await runWorld(small);
  const alone = await runWorld({ ...small, sourceMaps: undefined });
  expect(alone.digest).toBe(shared.digest);
});

it('finds by the final tables that a job is done again for a duplicate, whatever the project says must hold', {
  timeout: 240_000,
}, async () => {
  const fault = PLANTED_FAULTS.find(({ name }) => name === 'a job is done again for the same key');
  const { bus, stimuli } = simulation;
  const alone = { ...world, simulation: { bus, stimuli }, faults: ['duplicate' as const], instances: 1, minutes: 1 };
  const planted = { ...alone, stacks: await plant(fault as PlantedFault, stacks) };
  const seeds = [1, 2, 3, 4, 5, 6, 7, 8];
  const found: Violation[] = [];
  for (const seed of seeds) if (found.length === 0) found.push(...(await runWorld({ ...planted, seed })).violations);
  expect(found.map(({ invariant }) => invariant)).toContain('the final tables are the same with duplicates as without');
  expect((await runWorld({ ...alone, seed: 1 })).violations).toEqual([]);
});

it('stops in a debugger after the step that is asked for', { timeout: 120_000 }, async () => {
  const bin = resolve(ROOT, 'packages/choreography/bin/choreography.mjs');
  const small = ['--dir', folder, '--seed', '7', '--instances', '1', '--minutes', '1', '--faults', 'none'];
  const child = spawn(process.execPath, [bin, 'simulate', ...small, '--until', '3', '--inspect', '0'], { cwd: ROOT });
  let said = '';
  for await (const chunk of child.stderr) {
    said += chunk;
    if (/ws:\S+: the world stops/.test(said)) break;
  }
  const socket = new WebSocket(/Attach a debugger to (ws:\S+):/.exec(said)?.[1] ?? '');
  await once(socket, 'open');
  const paused = new Promise<{ callFrames: { functionName: string }[] }>((resolvePaused) => {
    socket.on('message', (text) => {
      const { method, params } = JSON.parse(String(text));
      if (method === 'Debugger.paused') resolvePaused(params);
    });
  });
  for (const [id, method] of ['Debugger.enable', 'Runtime.runIfWaitingForDebugger'].entries())
    socket.send(JSON.stringify({ id, method }));
  expect((await paused).callFrames[0]?.functionName).toBe('run');
  child.kill();
  socket.close();
});

/** One is planted in each run of all tests; all that a seed is known of, with `RUNS` set, in `npm run test:long`. */
const chosen = PLANTED_FAULTS.flatMap((fault) => {
  const seed = FOUND_SEEDS[fault.name]?.seed;
  return seed !== undefined && (process.env.RUNS || fault.isPlantedAlways) ? [{ ...fault, seed }] : [];
});

it.each(PLANTED_FAULTS.flatMap((fault) => ('jobs' in fault ? [fault] : [])))(
  'has the code in which is planted that $name',
  (fault) => {
    const contents = [...plantedFiles(fault).values()].join('\n');
    for (const { by } of [fault, ...(fault.also ?? [])]) expect(contents).toContain(by);
  },
);

/** What is violated without any fault in the code, by the world's options: several faults are found by the same seed. */
const violatedWithout = new Map<string, Promise<readonly Violation[]>>();
function soundWorld(options: { readonly seed: number; readonly instances: number; readonly minutes: number }) {
  const key = JSON.stringify(options);
  const known = violatedWithout.get(key) ?? runWorld({ ...world, ...options }).then(({ violations }) => violations);
  violatedWithout.set(key, known);
  return known;
}

it.each(chosen)(
  'finds that $name, by seed $seed, and nothing there without it',
  {
    timeout: 240_000,
  },
  async (fault) => {
    const options = { seed: fault.seed, instances: 20, minutes: 5 };
    const planted = { ...world, ...options, stacks: await plant(fault, stacks) };
    const found = await harmed(fault, () => runWorld(planted));
    const violated = found.violations.map(({ invariant }) => invariant);
    expect(violated).toContainEqual(expect.stringMatching(fault.violates));
    expect(await soundWorld(options)).toEqual([]);
  },
);
