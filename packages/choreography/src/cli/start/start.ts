import { accessTo } from '#cli/aws/endpoint.ts';
import { serveMonitorSomewhere } from '#cli/monitor/serve-monitor.ts';
import { paintFor } from '#cli/paint.ts';
import { projectTemplates } from '#cli/project-templates.ts';
import { givenSettings } from '#cli/settings.ts';
import type { IamMode } from '#local/iam/iam.ts';
import type { ParameterValues } from '#local/resources/system-evaluation.ts';
import { InputError } from '#template/input-error.ts';
import { bringUp } from './bring-up.ts';
import { followChanges } from './follow-changes.ts';
import { showSample } from './show-sample.ts';
import type { Synthesis } from './spawn-synth.mjs';
import { tell } from './tell.ts';
import { whatNext } from './what-next.ts';

export interface StartOptions {
  readonly once?: boolean;
  readonly port: number;
  readonly sample: boolean;
  readonly dir?: string;
  readonly watch?: boolean;
  /** Whether a call that IAM does not allow is refused, or only told. */
  readonly iam: IamMode;
  /** Values of template parameters. */
  readonly parameter?: ParameterValues;
}

/**
 * `choreography start`: the local runtime, from the synth (which may have begun) to the sample's trace, until
 * Ctrl-C. With `once` it ends after the trace: with exit code 0 when every step is done, 1 otherwise.
 */
export async function start(
  { once, port, sample, dir, watch, iam, parameter }: StartOptions,
  begun?: Synthesis,
): Promise<void> {
  if (watch && dir !== undefined)
    throw new InputError(
      '--watch follows the code of this project, and --dir runs templates that are made already: take one.',
    );
  if (watch && once) throw new InputError('--once ends when the sample is done, and --watch goes on: take one.');
  const settings = givenSettings();
  const project = dir === undefined ? projectTemplates() : { synth: undefined, path: dir };
  const stopped = new AbortController();
  const { signal } = stopped;
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stopped.abort());

  let ending = false;
  const runtime = await bringUp({
    synth: project.synth && { settings: project.synth, begun },
    cdkOut: project.path,
    port,
    iam,
    parameters: parameter,
    // What is cut off by the end is no news.
    onNotice: (notice) => ending || tell(notice, paintFor(process.stderr)),
    signal,
  });
  try {
    const { monitor: named, sample: put } = settings;
    const monitored =
      named && put && runtime.status().functions.includes(named.function) ? { monitor: named, sample: put } : undefined;
    if (once && !monitored)
      throw new InputError(
        '--once waits for the sample of choreography.json, which these templates have no monitor for.',
      );
    const problem =
      sample && monitored ? await showSample(monitored, runtime, paintFor(process.stdout), signal) : undefined;
    if (problem) console.error(paintFor(process.stderr)('red', problem));
    if (once) process.exitCode = problem ? 1 : 0;
    else if (!signal.aborted) {
      const monitor = monitored && (await serveMonitorSomewhere(accessTo(runtime.endpoint), monitored.monitor));
      console.log(whatNext(runtime, monitor && { url: monitor.url, next: monitored.sample.next }));
      if (watch && project.synth) followChanges(project.synth, runtime, paintFor(process.stdout), signal);
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      await monitor?.stop();
    }
  } finally {
    ending = true;
    await runtime.stop();
  }
}
