import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import type { Simulation } from '#simulation/define-simulation.ts';
import { InputError } from '#template/input-error.ts';
import { sampleSimulation } from './sample-simulation.ts';

/**
 * Loads a project's `simulation.ts`, whatever runs this: it is bundled, beside what the project builds. Without one, its samples are simulated.
 *
 * @throws InputError if there is neither, or it exports no simulation
 */
export async function loadSimulation(folder: string): Promise<Simulation> {
  const file = ['simulation.ts', 'simulation.mts', 'simulation.js', 'simulation.mjs']
    .map((name) => resolve(folder, name))
    .find((path) => existsSync(path));
  if (!file) {
    const sample = sampleSimulation(folder);
    if (sample) return sample;
    throw new InputError(
      `There is neither a simulation.ts in "${folder}" nor a "sample" in its choreography.json: one of them must say what happens. Write a simulation.ts whose default export is defineSimulation({ bus, stimuli, always, finally }), of choreography/simulation.`,
    );
  }
  const out = join(folder, 'build', 'simulation', `${process.pid}.mjs`);
  mkdirSync(join(out, '..'), { recursive: true });
  try {
    await build({
      entryPoints: [file],
      outfile: out,
      bundle: true,
      platform: 'node',
      format: 'esm',
      logLevel: 'silent',
      conditions: conditionsIn(folder),
    });
    const { default: simulation } = (await import(pathToFileURL(out).href)) as { default?: Simulation };
    if (typeof simulation?.stimuli === 'function' && typeof simulation.bus === 'string') return simulation;
    throw new InputError(
      `The default export of "${file}" is no simulation: it must be defineSimulation({ bus, stimuli, … }).`,
    );
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`"${file}" cannot be loaded: ${(error as Error).message}`);
  } finally {
    rmSync(out, { force: true });
  }
}

/** Under which esbuild finds this package's modules from a folder: by its sources inside the workspace, else as they are installed. */
function conditionsIn(folder: string): string[] {
  try {
    const manifest = createRequire(join(folder, 'package.json')).resolve('choreography/package.json');
    return existsSync(join(manifest, '../src')) ? ['@choreography/source'] : [];
  } catch {
    return [];
  }
}
