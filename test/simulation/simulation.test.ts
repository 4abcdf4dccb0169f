import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { ALL_FAULTS } from '../../packages/choreography/src/simulation/faults/faults.ts';
import { runWorld } from '../../packages/choreography/src/simulation/run-world.ts';
import simulation from '../../simulation.ts';
import { plant } from './plant.ts';
import { PLANTED_FAULTS } from './planted-faults.ts';
import { ROOT, synthesized } from './synthesized.ts';

const { folder, stacks } = synthesized();
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
  timeout: 120_000,
}, async () => {
  const small = { instances: 2, minutes: 3 };
  const command = simulate('--seed', '7', '--instances', '2', '--minutes', '3');
  const here = await runWorld({ ...world, ...small, seed: 7 });
  const other = await runWorld({ ...world, ...small, seed: 8 });
  const there = await command;
  expect(there).toMatchObject({ seed: 7, violations: [], digest: here.digest });
  expect(Object.keys(there.faults).length).toBeGreaterThan(3);
  expect(other.digest).not.toBe(here.digest);
  expect(other.violations).toEqual([]);
});

/** One is planted in each run of all tests; all of them, with `RUNS` set, in `npm run test:long`. */
const planted = PLANTED_FAULTS.flatMap((fault) => (fault.seed === undefined ? [] : [{ ...fault, seed: fault.seed }]));
const chosen = process.env.RUNS ? planted : planted.filter(({ isPlantedAlways }) => isPlantedAlways);

it.each(chosen)(
  'finds that $name, by seed $seed, and nothing there without it',
  {
    timeout: 120_000,
  },
  async (fault) => {
    const options = { ...world, seed: fault.seed, instances: 8, minutes: 5 };
    const found = await runWorld({ ...options, stacks: await plant(fault, stacks) });
    expect(found.violations.map(({ invariant }) => invariant)).toEqual([expect.stringMatching(fault.violates)]);
    const sound = await runWorld(options);
    expect(sound.violations).toEqual([]);
  },
);
