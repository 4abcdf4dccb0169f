import { announce } from '#cli/aws/running-runtimes.ts';
import { untilStopped } from '#cli/program/until-stopped.ts';
import { type Context, givenSettings } from '#cli/project/settings.ts';
import { openState } from '#cli/state/state.ts';
import type { IamMode } from '#local/iam/iam.ts';
import type { ParameterValues } from '#local/resources/system-evaluation.ts';
import type { Runtime } from '#local/start-runtime.ts';
import { InputError } from '#template/input-error.ts';
import { launch, templatesOf } from './launch.ts';
import type { Sample } from './serve.ts';
import { showSample } from './show-sample.ts';
import type { Synthesis } from './spawn-synth.mjs';
import { StartTerminal } from './terminal/start-terminal.ts';

export interface StartOptions {
  readonly once?: boolean;
  readonly port: number;
  readonly sample: boolean;
  readonly dir?: string;
  readonly watch?: boolean;
  readonly monitorPort: number;
  /** Further names that the runtime, the monitor and the inbox are asked by. */
  readonly host: readonly string[];
  /** CDK context, such as `stage`. */
  readonly context: Context;
  readonly isolate?: boolean;
  /** Whether what was kept of earlier runs is forgotten. */
  readonly fresh?: boolean;
  /** The name or the path of a snapshot to begin from. */
  readonly from?: string;
  /** Whether notices are printed as JSON, and nothing else is. */
  readonly json?: boolean;
  /** Whose logs are shown: of all functions, or of one job. */
  readonly logs?: boolean | string;
  /** Where debuggers are answered. */
  readonly inspect?: number;
  /** Whether a call that IAM does not allow is refused, or only reported. */
  readonly iam: IamMode;
  /** Values of template parameters. */
  readonly parameter?: ParameterValues;
  /** Names of what is not run of the templates. */
  readonly leaveOut: readonly string[];
  /** Other machines that API destinations may send to. */
  readonly allowHost: readonly string[];
  /** The URL of an emulator that makes what this runtime has not. */
  readonly beside?: string;
  /** Whether all is left out that the runtime cannot honour. */
  readonly leaveOutUnsupported?: boolean;
  readonly keepGoing?: boolean;
  readonly ignoreTransform?: readonly string[];
}

/**
 * `choreography start`: the local runtime, from the synth (which may have begun) to the sample's trace, until
 * Ctrl-C. With `once` it ends after the trace: with exit code 0 when every step is done, 1 otherwise.
 */
export async function start(options: StartOptions, begun?: Synthesis): Promise<void> {
  refuseContradictions(options);
  const { once, dir, context } = options;
  const settings = givenSettings(context);
  const templates = templatesOf(options);
  // What runs once begins with nothing and leaves nothing.
  const state = once && options.from === undefined ? undefined : openState({ context, dir }, options);
  const terminal = new StartTerminal(options, templates.path);
  if (state) terminal.say(state.found);
  await untilStopped(async (signal) => {
    const runtime = await launch(options, { ...templates, begun, state: state?.file, terminal, signal }).catch(
      (error: Error) => {
        state?.end();
        throw error;
      },
    );
    terminal.tellTimeBy(runtime.clock);
    const withdraw = announce({ endpoint: runtime.endpoint, context });
    try {
      const sample = sampleFor(settings, runtime, once);
      const isNew = options.sample && !state?.resumed;
      const problem =
        sample && isNew && (await showSample(sample, runtime, terminal.paint.stdout, signal, terminal.say, once));
      if (problem) console.error(terminal.paint.stderr('red', problem));
      if (once) process.exitCode ||= problem ? 1 : 0;
      else if (!signal.aborted) {
        // With the SDK, which what runs once does without.
        const { serve } = await import('./serve.ts');
        await serve(runtime, sample, options, { made: templates.made, terminal, signal });
      }
    } finally {
      terminal.end();
      withdraw();
      await runtime.stop();
      const kept = state?.end();
      if (kept) terminal.say(kept);
    }
  });
}

function refuseContradictions({ watch, once, dir, context, fresh, from }: StartOptions): void {
  if (watch && dir !== undefined)
    throw new InputError(
      '--watch follows the code of this project, and --dir runs templates that are made already: take one.',
    );
  if (dir !== undefined && Object.keys(context).length > 0)
    throw new InputError('-c is for the synth, and --dir runs templates that are made already: take one.');
  if (watch && once) throw new InputError('--once ends when the sample is done, and --watch goes on: take one.');
  if (fresh && from !== undefined)
    throw new InputError('--fresh begins with nothing, and --from with a snapshot: take one.');
}

/** What is put at the start, and the monitor that tells of it; undefined where there is none. */
function sampleFor(
  { monitor, sample }: ReturnType<typeof givenSettings>,
  runtime: Runtime,
  once = false,
): Sample | undefined {
  if (monitor && sample && runtime.status().functions.includes(monitor.function)) return { monitor, sample };
  if (once)
    throw new InputError(
      '--once waits for the sample of choreography.json, which these templates have no monitor for.',
    );
  return undefined;
}
