import { Listr } from 'listr2';
import { accessTo } from '../aws/endpoint.ts';
import type { Notice } from '../local/notice.ts';
import type { Runtime } from '../local/start-runtime.ts';
import { readSettings, type Settings } from '../settings.ts';
import { InputError } from '../template/input-error.ts';
import { monitorAt } from '../trace/ask-monitor.ts';
import { type Paint, paintFor } from '../trace/render-trace.ts';
import { followOrder, whatIsMissing } from './follow-order.ts';
import { placeSample } from './place-sample.ts';
import { synthesize } from './synthesize.ts';
import { whatNext } from './what-next.ts';

export interface StartOptions {
  readonly once?: boolean;
  readonly port: number;
  readonly sample: boolean;
  readonly dir?: string;
}

/** `choreography start`: the local runtime, from the synth to the sample order's trace, until Ctrl-C or `--once`. */
export async function start({ once, port, sample, dir }: StartOptions): Promise<void> {
  const settings = readSettings();
  const paint = paintFor(process.stdout);
  const stopped = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopped.abort());

  const runtime = await bringUp(settings, { port, ...(dir !== undefined && { dir }) }, paint, stopped.signal);
  try {
    let problem: string | undefined;
    if (sample && !stopped.signal.aborted) problem = await showSample(settings, runtime, paint);
    if (problem) console.error(paint('red', problem));
    if (once) process.exitCode = problem ? 1 : 0;
    else if (!stopped.signal.aborted) {
      console.log(whatNext(runtime, settings, sample));
      await new Promise((resolve) => stopped.signal.addEventListener('abort', resolve));
    }
  } finally {
    await runtime.stop();
  }
}

/** Synthesizes and starts, with progress. The runtime's services start while the templates are made. */
async function bringUp(
  { synth }: Settings,
  { port, dir }: { port: number; dir?: string },
  paint: Paint,
  stop: AbortSignal,
): Promise<Runtime> {
  const synthesis = dir === undefined ? synthesize(synth) : undefined;
  stop.addEventListener('abort', () => synthesis?.child.kill());
  const cdkOut = Promise.resolve(synthesis?.done).then(() => dir ?? 'cdk.out');
  const starting = import('../local/start-runtime.ts').then(({ startRuntime }) =>
    startRuntime({ cdkOut, port, onNotice: (notice) => tell(notice, paint) }),
  );
  // Each task waits for whichever fails first: a port that is taken need not wait for the synth.
  const steps = new Listr(
    [
      {
        title: 'Bundle the functions and synthesize the templates',
        skip: dir !== undefined,
        task: () => Promise.race([cdkOut, starting]).then(() => {}),
      },
      { title: 'Start the local runtime', task: () => starting.then(() => {}) },
    ],
    { fallbackRenderer: 'simple', rendererOptions: { showErrorMessage: false } },
  );
  try {
    await steps.run();
  } catch (error) {
    synthesis?.child.kill();
    throw stop.aborted ? new InputError('Stopped.') : error;
  }
  return starting;
}

/** Places the sample order and tells its steps as they end. Returns what went wrong, if anything did. */
async function showSample(
  { sample, monitor }: Settings,
  { endpoint, idle }: Runtime,
  paint: Paint,
): Promise<string | undefined> {
  const access = accessTo(endpoint);
  for (const file of sample.entries.slice(0, -1)) {
    await placeSample(file, access);
    await idle();
  }
  const placedAt = Date.now();
  for (const file of sample.entries.slice(-1)) await placeSample(file, access);
  console.log(`\nOrder ${sample.order} is placed.`);
  const view = await followOrder(monitorAt(access, monitor.function), sample.order, ({ name, state, event, at }) => {
    const colour = state === 'done' ? 'green' : 'red';
    console.log(
      `  ${paint(colour, state === 'done' ? '✓' : '✗')} ${name.padEnd(12)} ${event}  +${Date.parse(at ?? '') - placedAt} ms`,
    );
  });
  const problem = whatIsMissing(sample.order, view);
  if (!problem)
    console.log(`Every step of order ${sample.order} is done, ${Date.now() - placedAt} ms after it was placed.`);
  return problem;
}

/** Says loudly what a person should know; what functions log is not shown. */
async function tell(notice: Notice, paint: Paint): Promise<void> {
  if (notice.kind === 'log') return;
  const { sentence } = await import('../local/notice.ts');
  console.error(paint(notice.kind === 'handler-failed' ? 'yellow' : 'red', `! ${sentence(notice)}`));
}
