import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadSimulation } from '#cli/simulate/load-simulation.ts';

const run = promisify(execFile);
const bin = resolve(import.meta.dirname, '../../../bin/choreography.mjs');
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'choreography-simulation-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Draws the first of everything. */
const draw = {
  number: () => 0,
  integer: (_: string, least: number) => least,
  one: <Value>(_: string, [first]: readonly Value[]) => first as Value,
  any: () => {
    throw new Error('No sample is made of an arbitrary.');
  },
};

function writeSample(key: string): void {
  const entry = (loanId: string) => [
    { Source: 'library', DetailType: 'Opened', EventBusName: 'library', Detail: '{"data":{"hall":"east"}}' },
    {
      Source: 'library',
      DetailType: 'LoanAsked',
      EventBusName: 'library',
      Detail: JSON.stringify({ data: { loanId } }),
    },
  ];
  writeFileSync(join(folder, 'first.json'), JSON.stringify(entry('1001')));
  writeFileSync(join(folder, 'next.json'), JSON.stringify(entry('1002')));
  const sample = { entries: ['first.json'], key, next: { entries: 'next.json', key: '1002' } };
  writeFileSync(join(folder, 'choreography.json'), JSON.stringify({ sample }));
}

it('takes the samples of a project that has no simulation.ts, each instance under its own key', async () => {
  writeSample('1001');
  const { bus, stimuli } = await loadSimulation(folder);
  expect(bus).toBe('library');
  expect(stimuli(draw, 2).map(({ label, data }) => [label, data])).toEqual([
    ['common1', { hall: 'east' }],
    ['i-1', { loanId: 'i-1' }],
    ['i-1-again', { loanId: 'i-1' }],
    ['i-2', { loanId: 'i-2' }],
    ['i-2-again', { loanId: 'i-2' }],
  ]);
});

it('says what a project needs that has neither', async () => {
  await expect(loadSimulation(folder)).rejects.toThrow(
    `There is neither a simulation.ts in "${folder}" nor a "sample" in its choreography.json`,
  );
});

it('says which file is no simulation', async () => {
  writeFileSync(join(folder, 'simulation.ts'), 'export default { bus: 7 };');
  await expect(loadSimulation(folder)).rejects.toThrow('simulation.ts" is no simulation');
});

it('refuses a seed of another version of the simulation, in one sentence', async () => {
  const refused = run(process.execPath, [bin, 'simulate', '--seed', '7@1'], { cwd: folder });
  await expect(refused).rejects.toMatchObject({ stderr: expect.stringContaining('Seed 7 is of version 1') });
});

it('loads the simulation of a project that has the package installed, which has no sources', async () => {
  const installed = join(folder, 'node_modules/choreography');
  mkdirSync(join(installed, 'dist'), { recursive: true });
  const simulation = { '@choreography/source': './src/simulation/index.ts', default: './dist/simulation.js' };
  const exports = { './simulation': simulation, './package.json': './package.json' };
  writeFileSync(join(installed, 'package.json'), JSON.stringify({ name: 'choreography', type: 'module', exports }));
  writeFileSync(join(installed, 'dist/simulation.js'), 'export const defineSimulation = (simulation) => simulation;');
  writeFileSync(
    join(folder, 'simulation.ts'),
    `import { defineSimulation } from 'choreography/simulation';
     export default defineSimulation({ bus: 'library', stimuli: () => [] });`,
  );
  expect(await loadSimulation(folder)).toMatchObject({ bus: 'library' });
});
