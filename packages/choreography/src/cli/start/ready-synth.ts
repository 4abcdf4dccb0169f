import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Settings } from '#cli/project/settings.ts';
import { type EndOfSynthesis, type Synthesis, spawnSynth } from './spawn-synth.mjs';

/** How long a run that nobody waits for any more may take to end by itself, in milliseconds. */
const GRACE = 10_000;

/**
 * Keeps one run of the synth command at the ready, until the signal: in the process of the run before it, which has all at hand, or where that
 * has ended in one that has loaded the packages that it loaded. The project's own code is read only when `run` is called. A command that
 * is no Node.js program just runs.
 */
export function readySynth(synth: Settings['synth'], signal: AbortSignal): { run(): Running } {
  if (!/^choreography$|(^|[\\/])node(\.exe)?$/.test(synth.command[0] ?? '')) return { run: () => spawnSynth(synth) };
  const folder = mkdtempSync(join(tmpdir(), 'synth-'));
  const environment = {
    ...synth.environment,
    NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --import ${pathToFileURL(join(import.meta.dirname, 'wait-to-go.mjs'))}`,
    SYNTH_LOADED: join(folder, 'loaded.json'),
    CHOREOGRAPHY_SYNTH_AGAIN: 'true',
  };
  let ready: Synthesis | undefined;
  const prepare = (next = spawnSynth({ ...synth, environment }, undefined, true)) => {
    ready = next;
    // A process that has run often enough ends; one that has not begun must not be started again and again.
    void next.ended.then(() => {
      if (ready !== next) return;
      ready = undefined;
      if (next.isAgain && !signal.aborted) prepare();
    });
  };
  const begin = (): Synthesis => {
    if (!ready) prepare();
    const mine = ready as Synthesis;
    ready = undefined;
    mine.go();
    return mine;
  };
  const atEnd = ({ next }: EndOfSynthesis) => {
    if (signal.aborted) next?.stop();
    else prepare(next);
  };
  let running: Running | undefined;
  const run = () => {
    running?.stop();
    running = afterwards(running?.ended, begin, atEnd, signal);
    return running;
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

type Running = Pick<Synthesis, 'ended' | 'stop'>;

/**
 * A run that begins when the one before it has ended, as two would write the same files. Where it is stopped, a process that has
 * run before is given time to end it: the next run is done sooner by that one than by another.
 */
function afterwards(
  before: Promise<unknown> | undefined,
  begin: () => Synthesis,
  atEnd: (end: EndOfSynthesis) => void,
  signal: AbortSignal,
): Running {
  let mine: Synthesis | undefined;
  let isStopped = false;
  let grace: NodeJS.Timeout | undefined;
  const run = async (): Promise<EndOfSynthesis> => {
    await before;
    if (isStopped) return { failure: 'stopped', errors: '', isKept: false, next: undefined };
    mine = begin();
    const end = await mine.ended;
    clearTimeout(grace);
    mine = undefined;
    atEnd(end);
    return end;
  };
  const stop = () => {
    isStopped = true;
    if (mine?.isAgain && !signal.aborted) grace ??= setTimeout(mine.stop, GRACE);
    else mine?.stop();
  };
  return { ended: run(), stop };
}
