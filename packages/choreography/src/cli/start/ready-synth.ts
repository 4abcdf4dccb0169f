import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Settings } from '#cli/project/settings.ts';
import { type Synthesis, spawnSynth } from './spawn-synth.mjs';

/**
 * Keeps one run of the synth command at the ready, until the signal: its process has started and has loaded the packages that
 * the run before it loaded, and reads the project's own code only when `run` is called. A command that is no Node.js program just runs.
 */
export function readySynth(synth: Settings['synth'], signal: AbortSignal): { run(): Synthesis } {
  if (!/^choreography$|(^|[\\/])node(\.exe)?$/.test(synth.command[0] ?? '')) return { run: () => spawnSynth(synth) };
  const folder = mkdtempSync(join(tmpdir(), 'synth-'));
  const environment = {
    ...synth.environment,
    NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --import ${pathToFileURL(join(import.meta.dirname, 'wait-to-go.mjs'))}`,
    SYNTH_LOADED: join(folder, 'loaded.json'),
  };
  let ready: Synthesis | undefined;
  const prepare = () => {
    if (!signal.aborted) ready ??= spawnSynth({ ...synth, environment }, undefined, true);
  };
  let running: Synthesis | undefined;
  /** What runs still is stopped: two would write the same files. */
  const run = () => {
    running?.stop();
    const mine = ready ?? spawnSynth(synth);
    running = mine;
    ready = undefined;
    mine.go();
    void mine.ended.then(prepare);
    return mine;
  };
  signal.addEventListener('abort', () => {
    ready?.stop();
    running?.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  prepare();
  // The first run shows what to load.
  run();
  return { run };
}
