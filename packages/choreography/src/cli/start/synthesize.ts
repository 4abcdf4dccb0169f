import type { Settings } from '#cli/project/settings.ts';
import { InputError } from '#template/input-error.ts';
import { frameErrors } from './frame-error.ts';
import { type Synthesis, spawnSynth } from './spawn-synth.mjs';

/**
 * Runs the project's synth command (in a folder, if one is given), which bundles the functions and writes `cdk.out`, or waits for one that was begun.
 * What it wrote to stderr is in the InputError when it fails, framed where that is the place of an error, and is passed on when it
 * does not. `done` says whether anything had to be made.
 */
export function synthesize(
  synth: Settings['synth'],
  begun?: Pick<Synthesis, 'ended' | 'stop'>,
  cwd?: string,
): { readonly done: Promise<'made' | 'kept'>; readonly stop: () => void } {
  const { ended, stop } = begun ?? spawnSynth(synth, cwd);
  const done = ended.then(({ failure, errors, isKept }) => {
    if (failure !== undefined) {
      const framed = frameErrors(errors);
      const command = `The synth command "${synth.command.join(' ')}" failed (${failure})`;
      throw new InputError(
        framed ? `The code cannot be synthesized.\n${framed}` : `${command}${errors ? `:\n${errors.trim()}` : '.'}`,
      );
    }
    if (errors) process.stderr.write(errors);
    return isKept ? ('kept' as const) : ('made' as const);
  });
  return { done, stop };
}
