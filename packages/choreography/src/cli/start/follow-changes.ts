import type { Paint } from '#cli/program/paint.ts';
import type { Settings } from '#cli/project/settings.ts';
import type { Change } from '#local/resources/deployment.ts';
import type { Runtime } from '#local/start-runtime.ts';
import { InputError } from '#template/input-error.ts';
import type { TypeCheck } from './check-types.ts';
import { readySynth } from './ready-synth.ts';
import { synthesize } from './synthesize.ts';
import { watchFolders } from './watch-folders.ts';

/** How long it must be quiet before a change is taken up, in milliseconds: an editor saves several files at once. */
const QUIET = 30;

/**
 * Synthesizes again at each change of what the synth is made from, and makes the runtime run what came of it. If a version cannot
 * be synthesized or run, the reason is printed and the last good version runs on. Types are checked afterwards: meanwhile they would take
 * the processors from it.
 */
export function followChanges(
  synth: Settings['synth'],
  runtime: Pick<Runtime, 'redeploy'>,
  paint: Paint,
  signal: AbortSignal,
  cdkOut = 'cdk.out',
  types?: TypeCheck,
  say: (line: string) => void = console.log,
): void {
  const synths = readySynth(synth, signal);
  let quiet: NodeJS.Timeout | undefined;
  let current: AbortController | undefined;

  const takeUp = async (changedAt: number) => {
    current?.abort();
    const mine = new AbortController();
    current = mine;
    const synthesis = synthesize(synth, synths.run());
    mine.signal.addEventListener('abort', synthesis.stop);
    try {
      await synthesis.done;
      if (mine.signal.aborted) return;
      const changes = await runtime.redeploy(cdkOut);
      for (const line of told(changes, Date.now() - changedAt)) say(line);
    } catch (error) {
      if (mine.signal.aborted || signal.aborted) return;
      if (!(error instanceof InputError)) throw error;
      console.error(paint('red', `! ${error.message}\n  The last good version runs on.`));
    } finally {
      if (!mine.signal.aborted) types?.begin();
    }
  };
  watchFolders(
    synth.watch,
    () => {
      const changedAt = Date.now();
      clearTimeout(quiet);
      quiet = setTimeout(() => {
        types?.stop();
        void takeUp(changedAt);
      }, QUIET);
    },
    signal,
  );
  signal.addEventListener('abort', () => {
    clearTimeout(quiet);
    current?.abort();
  });
}

function told(changes: readonly Change[], milliseconds: number): string[] {
  if (changes.length === 0) return ['Nothing that runs here changed.'];
  const kept = changes.filter(({ did }) => did === 'kept');
  const rest = changes.filter(({ did }) => did !== 'kept').map(({ did, type, name }) => `  ${did} ${type} ${name}`);
  return [
    ...(rest.length > 0 ? [`Live again after ${milliseconds} ms:`, ...rest] : []),
    ...kept.map(({ type, name }) => `${type} ${name} is kept unchanged until the next start: it holds data.`),
  ];
}
