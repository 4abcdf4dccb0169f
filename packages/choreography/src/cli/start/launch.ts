import { projectTemplates } from '#cli/project/project-templates.ts';
import type { Settings } from '#cli/project/settings.ts';
import { whyNotBeside } from '#local/resources/beside/engine.ts';
import type { Runtime } from '#local/start-runtime.ts';
import type { StateFile } from '#local/state/state-file.ts';
import { InputError } from '#template/input-error.ts';
import { bringUp } from './bring-up.ts';
import { inContext, readable, type Synthesis } from './spawn-synth.mjs';
import type { StartOptions } from './start.ts';
import type { StartTerminal } from './terminal/start-terminal.ts';

/** Where the synth writes the source maps of the bundles. */
const SOURCE_MAPS = 'build/source-maps';

/** The templates that are run. */
export interface Templates {
  /** What makes them; undefined when they are there. */
  readonly made: { readonly synth: Settings['synth']; readonly cdkOut: string } | undefined;
  readonly path: string;
}

export function templatesOf({ dir, inspect, context }: Pick<StartOptions, 'dir' | 'inspect' | 'context'>): Templates {
  const { synth, path } = dir === undefined ? projectTemplates() : { synth: undefined, path: dir };
  const made = synth && inContext(inspect === undefined ? synth : readable(synth), context);
  return { made, path: made?.cdkOut ?? path };
}

interface Launch extends Templates {
  /** A synth that was begun already. */
  readonly begun: Synthesis | undefined;
  readonly state: StateFile | undefined;
  readonly terminal: Pick<StartTerminal, 'take' | 'keyOf'>;
  readonly signal: AbortSignal;
}

/** Makes the templates and starts the runtime as the command line says. */
export function launch(
  options: StartOptions,
  { made, path, begun, state, terminal, signal }: Launch,
): Promise<Runtime> {
  const {
    port,
    host,
    isolate = false,
    iam,
    parameter,
    inspect,
    leaveOut,
    leaveOutUnsupported = false,
    allowHost,
  } = options;
  const { keepGoing, ignoreTransform, json = false, beside } = options;
  const why = beside === undefined ? undefined : whyNotBeside(beside, allowHost);
  if (why !== undefined) throw new InputError(why);
  return bringUp({
    synth: made && { settings: made.synth, begun },
    cdkOut: path,
    port,
    hosts: host,
    isolate,
    iam,
    state,
    parameters: parameter,
    sourceMaps: SOURCE_MAPS,
    inspectPort: inspect,
    allowedHosts: allowHost,
    beside,
    leaveOut: { names: leaveOut, unsupported: leaveOutUnsupported },
    reading: { ...(keepGoing && { keepGoing }), ...(ignoreTransform && { ignoreTransforms: ignoreTransform }) },
    onNotice: (notice) => {
      if (notice.kind === 'unread-template') process.exitCode = 1;
      terminal.take(notice);
    },
    keyOf: terminal.keyOf,
    quiet: json,
    signal,
  });
}
