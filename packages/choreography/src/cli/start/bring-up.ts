import { Listr, type ListrTask } from 'listr2';
import type { Settings } from '#cli/project/settings.ts';
import type { IamMode } from '#local/iam/iam.ts';
import type { LeaveOut } from '#local/resources/left-out.ts';
import type { ParameterValues } from '#local/resources/system-evaluation.ts';
import type { KeyOf, OnNotice } from '#local/runtime/notice.ts';
import type { Runtime } from '#local/start-runtime.ts';
import type { StateFile } from '#local/state/state-file.ts';
import { InputError } from '#template/input-error.ts';
import type { Synthesis } from './spawn-synth.mjs';
import { synthesize } from './synthesize.ts';

export interface BringUp {
  /** What writes `cdkOut`, and the run of it that was begun; undefined when it is there. */
  readonly synth: { readonly settings: Settings['synth']; readonly begun: Synthesis | undefined } | undefined;
  readonly cdkOut: string;
  readonly port: number;
  /** Further names that the runtime is asked by. */
  readonly hosts: readonly string[];
  /** Whether functions are kept from files and processes. */
  readonly isolate: boolean;
  readonly iam: IamMode;
  readonly parameters: ParameterValues | undefined;
  readonly leaveOut: LeaveOut;
  readonly allowedHosts: readonly string[];
  /** The URL of an emulator that makes what the runtime has not, if there is one. */
  readonly beside: string | undefined;
  readonly reading: { readonly keepGoing?: boolean; readonly ignoreTransforms?: readonly string[] };
  /** The folder with the source maps of the functions. */
  readonly sourceMaps: string;
  /** Where debuggers are answered; undefined if they are not. */
  readonly inspectPort: number | undefined;
  /** Whether no progress is shown. */
  readonly quiet: boolean;
  readonly onNotice: OnNotice;
  readonly keyOf: KeyOf;
  /** Where what happens is kept, if it is. */
  readonly state: StateFile | undefined;
  readonly signal: AbortSignal;
}

/**
 * Synthesizes and starts the runtime, with progress: a changing list on a terminal, plain lines elsewhere. The runtime's
 * services start while the templates are made.
 */
export async function bringUp({
  synth,
  cdkOut,
  parameters,
  state,
  inspectPort,
  signal,
  quiet,
  beside,
  ...options
}: BringUp): Promise<Runtime> {
  const synthesis = synth && synthesize(synth.settings, synth.begun);
  signal.addEventListener('abort', () => synthesis?.stop());
  const made = Promise.resolve(synthesis?.done).then(() => cdkOut);
  const starting = import('#local/start-runtime.ts').then(({ startRuntime }) =>
    startRuntime({
      ...options,
      ses: 'at once',
      cdkOut: made,
      ...(parameters && { parameters }),
      ...(beside !== undefined && { beside }),
      ...(state && { state }),
      ...(inspectPort !== undefined && { inspectPort }),
    }),
  );
  const bundle: ListrTask = {
    title: 'Bundle the functions and synthesize the templates',
    task: async (_, task) => {
      // A port that is taken is reported at once, without waiting for the templates.
      const started = starting.then(
        () => true,
        () => false,
      );
      if (!(await Promise.race([untold(made).then(() => true), started]))) return task.skip();
      if ((await synthesis?.done) === 'kept')
        task.title = 'Nothing has changed that the functions and templates are made of';
    },
  };
  const start: ListrTask = { title: 'Start the local runtime', task: () => untold(starting) };
  const progress = new Listr(synth ? [bundle, start] : [start], {
    fallbackRenderer: 'simple',
    silentRendererCondition: quiet,
    rendererOptions: { showErrorMessage: false },
    registerSignalListeners: false,
  });
  try {
    await progress.run().catch(() => {});
    return await starting;
  } catch (error) {
    synthesis?.stop();
    throw signal.aborted ? new InputError('Stopped before the local runtime was ready.') : error;
  }
}

/** Fails without a reason, which the caller of `bringUp` prints once. */
const untold = (work: Promise<unknown>): Promise<void> =>
  work.then(
    () => {},
    () => Promise.reject(new Error('')),
  );
