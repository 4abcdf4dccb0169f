import { accessTo } from '../aws/endpoint.ts';
import type { IamMode } from '../local/iam/iam.ts';
import { serveMonitorSomewhere } from '../monitor/serve-monitor.ts';
import { readSettings } from '../settings.ts';
import { paintFor } from '../trace/paint.ts';
import { bringUp } from './bring-up.ts';
import { showSample } from './show-sample.ts';
import type { Synthesis } from './spawn-synth.mjs';
import { tell } from './tell.ts';
import { whatNext } from './what-next.ts';

export interface StartOptions {
  readonly once?: boolean;
  readonly port: number;
  readonly sample: boolean;
  readonly dir?: string;
  /** Whether a call that IAM does not allow is refused, or only told. */
  readonly iam: IamMode;
}

/**
 * `choreography start`: the local runtime, from the synth (which may have begun) to the sample order's trace, until
 * Ctrl-C. With `once` it ends after the trace: with exit code 0 when every step is done, 1 otherwise.
 */
export async function start({ once, port, sample, dir, iam }: StartOptions, begun?: Synthesis): Promise<void> {
  const settings = readSettings();
  const stopped = new AbortController();
  const { signal } = stopped;
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stopped.abort());

  let ending = false;
  const runtime = await bringUp({
    synth: dir === undefined ? { settings: settings.synth, begun } : undefined,
    cdkOut: dir ?? 'cdk.out',
    port,
    iam,
    // What is cut off by the end is no news.
    onNotice: (notice) => ending || tell(notice, paintFor(process.stderr)),
    signal,
  });
  try {
    const problem = sample ? await showSample(settings, runtime, paintFor(process.stdout), signal) : undefined;
    if (problem) console.error(paintFor(process.stderr)('red', problem));
    if (once) process.exitCode = problem ? 1 : 0;
    else if (!signal.aborted) {
      const monitor = await serveMonitorSomewhere(accessTo(runtime.endpoint), settings.monitor);
      console.log(whatNext(runtime, monitor.url, settings.sample));
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      await monitor.stop();
    }
  } finally {
    ending = true;
    await runtime.stop();
  }
}
