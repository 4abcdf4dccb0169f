import { accessTo } from '#cli/aws/endpoint.ts';
import { announce } from '#cli/aws/running-runtimes.ts';
import { serveMonitorNear } from '#cli/monitor/serve-monitor.ts';
import { paintFor } from '#cli/program/paint.ts';
import { projectTemplates } from '#cli/project/project-templates.ts';
import { type Context, givenSettings } from '#cli/project/settings.ts';
import { openState } from '#cli/state/state.ts';
import type { IamMode } from '#local/iam/iam.ts';
import type { ParameterValues } from '#local/resources/system-evaluation.ts';
import type { Notice } from '#local/runtime/notice.ts';
import type { Runtime } from '#local/start-runtime.ts';
import { InputError } from '#template/input-error.ts';
import { bringUp } from './bring-up.ts';
import { typeCheck } from './check-types.ts';
import { followChanges } from './follow-changes.ts';
import { showNotices } from './show-notices.ts';
import { showSample } from './show-sample.ts';
import { inContext, readable, type Synthesis } from './spawn-synth.mjs';
import { whatNext } from './what-next.ts';

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
  /** Whether what happens is told as JSON, and nothing else is. */
  readonly json?: boolean;
  /** Whose logs are shown: of all functions, or of one job. */
  readonly logs?: boolean | string;
  /** Where debuggers are answered. */
  readonly inspect?: number;
  /** Whether a call that IAM does not allow is refused, or only told. */
  readonly iam: IamMode;
  /** Values of template parameters. */
  readonly parameter?: ParameterValues;
  /** Names of what is not run of the templates. */
  readonly leaveOut: readonly string[];
  /** Whether all is left out that the runtime cannot honour. */
  readonly leaveOutUnsupported?: boolean;
  readonly keepGoing?: boolean;
  readonly ignoreTransform?: readonly string[];
}

/** Where the synth writes the source maps of the bundles. */
const SOURCE_MAPS = 'build/source-maps';

/**
 * `choreography start`: the local runtime, from the synth (which may have begun) to the sample's trace, until
 * Ctrl-C. With `once` it ends after the trace: with exit code 0 when every step is done, 1 otherwise.
 */
export async function start(options: StartOptions, begun?: Synthesis): Promise<void> {
  const { once, port, sample, dir, watch, iam, parameter, monitorPort, host, context, inspect } = options;
  const { json = false, logs = false, isolate = false } = options;
  refuseContradictions(options);
  const settings = givenSettings(context);
  const project = dir === undefined ? projectTemplates() : { synth: undefined, path: dir };
  const synth = inspect === undefined ? project.synth : project.synth && readable(project.synth);
  const made = synth && inContext(synth, context);
  const stopped = new AbortController();
  const { signal } = stopped;
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stopped.abort());

  // What runs once begins with nothing and leaves nothing.
  const state = once && options.from === undefined ? undefined : openState({ context, dir }, options);
  // The terminal tells the time by the clock that logs and traces are told by.
  let clock: Pick<Runtime['clock'], 'now'> = { now: Date.now };
  const show = showNotices({
    now: () => clock.now(),
    json,
    logs,
    stdout: process.stdout,
    paint: { stdout: paintFor(process.stdout), stderr: paintFor(process.stderr) },
  });
  const say = json ? () => {} : console.log;
  if (state) say(state.found);
  let [isReady, ending] = [false, false];
  const runtime = await bringUp({
    synth: made && { settings: made.synth, begun },
    cdkOut: made?.cdkOut ?? project.path,
    port,
    hosts: host,
    isolate,
    iam,
    state: state?.file,
    parameters: parameter,
    sourceMaps: SOURCE_MAPS,
    inspectPort: inspect,
    leaveOut: { names: options.leaveOut, unsupported: options.leaveOutUnsupported ?? false },
    reading: {
      ...(options.keepGoing && { keepGoing: true }),
      ...(options.ignoreTransform && { ignoreTransforms: options.ignoreTransform }),
    },
    onNotice: (notice) => {
      if (notice.kind === 'unread-template') process.exitCode = 1;
      // What is cut off by the end is no news; the sample's steps are shown by themselves.
      if (!ending && !(isEvent(notice) && !isReady && !json)) show(notice);
    },
    quiet: json,
    signal,
  }).catch((error: Error) => {
    state?.end();
    throw error;
  });
  clock = runtime.clock;
  const withdraw = announce({ endpoint: runtime.endpoint, context });
  try {
    const { monitor: named, sample: put } = settings;
    const monitored =
      named && put && runtime.status().functions.includes(named.function) ? { monitor: named, sample: put } : undefined;
    if (once && !monitored)
      throw new InputError(
        '--once waits for the sample of choreography.json, which these templates have no monitor for.',
      );
    const problem =
      sample && monitored && !state?.resumed
        ? await showSample(monitored, runtime, paintFor(process.stdout), signal, say)
        : undefined;
    if (problem) console.error(paintFor(process.stderr)('red', problem));
    if (once) process.exitCode ||= problem ? 1 : 0;
    else if (!signal.aborted) {
      const monitor =
        monitored && (await serveMonitorNear(accessTo(runtime.endpoint), monitored.monitor, monitorPort, host));
      if (monitor && !monitor.url.endsWith(`:${monitorPort}/`) && monitorPort !== 0)
        say(`Port ${monitorPort} is taken: the monitor is at ${monitor.url} this time.`);
      if (json) console.log(JSON.stringify(readyAs(runtime, monitor?.url)));
      say(whatNext(runtime, host, monitor && { url: monitor.url, sample: monitored.sample }, context));
      isReady = true;
      if (watch && made) watchCode(made, runtime, signal, say);
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      await monitor?.stop();
    }
  } finally {
    ending = true;
    withdraw();
    await runtime.stop();
    const kept = state?.end();
    if (kept) say(kept);
  }
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

/** Takes up changes of the code, and says what is wrong with its types. */
function watchCode(
  { synth, cdkOut }: { readonly synth: Parameters<typeof followChanges>[0]; readonly cdkOut: string },
  runtime: Runtime,
  signal: AbortSignal,
  say: (text: string) => void,
): void {
  const paint = paintFor(process.stderr);
  const types = typeCheck((text) => console.error(paint('yellow', `Types: ${text}`)), signal);
  types?.begin();
  followChanges(synth, runtime, paintFor(process.stdout), signal, cdkOut, types, say);
}

const isEvent = ({ kind }: Notice): boolean => kind === 'event' || kind === 'handled';

/** What `whatNext` says, for programs. */
const readyAs = ({ endpoint, inboxUrl, inspector }: Runtime, monitor: string | undefined) => ({
  at: new Date().toISOString(),
  kind: 'ready',
  endpoint,
  monitor,
  inbox: inboxUrl,
  inspector,
});
