import { accessTo } from '#cli/aws/endpoint.ts';
import type { Paint } from '#cli/paint.ts';
import type { Settings } from '#cli/settings.ts';
import { monitorAt } from '#cli/trace/ask-monitor.ts';
import type { Runtime } from '#local/start-runtime.ts';
import { followOrder, whatIsMissing } from './follow-order.ts';
import { putEntries } from './put-entries.ts';

/**
 * Places the sample order by the calls that a user has, and tells its steps as they end, each with its time since the
 * order. Returns what went wrong, in a sentence, if anything did.
 */
export async function showSample(
  { sample, monitor }: Pick<Settings, 'sample' | 'monitor'>,
  { endpoint, idle }: Pick<Runtime, 'endpoint' | 'idle'>,
  paint: Paint,
  signal: AbortSignal,
): Promise<string | undefined> {
  const access = accessTo(endpoint);
  const ask = monitorAt(access, monitor.function);
  for (const file of sample.entries.slice(0, -1)) {
    // The monitor's first answer takes longest: it may load while nobody waits for it.
    await Promise.all([putEntries(file, access, sample.bus), ask(sample.order)]);
    await idle();
  }
  const placedAt = Date.now();
  for (const file of sample.entries.slice(-1)) await putEntries(file, access, sample.bus);
  console.log(`\nOrder ${sample.order} is placed.`);
  const view = await followOrder(ask, sample.order, signal, ({ name, state, event, at }) => {
    const mark = state === 'done' ? paint('green', '✓') : paint('red', '✗');
    const after = `+${Date.parse(at ?? '') - placedAt} ms`;
    console.log(`  ${mark} ${name.padEnd(12)} ${(event ?? '').padEnd(22)}${after.padStart(8)}`);
  });
  const problem = signal.aborted ? `Stopped before order ${sample.order} was done.` : whatIsMissing(sample.order, view);
  if (!problem)
    console.log(`Every step of order ${sample.order} is done, ${Date.now() - placedAt} ms after it was placed.`);
  return problem;
}
