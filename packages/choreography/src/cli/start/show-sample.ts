import { accessTo } from '#cli/aws/endpoint.ts';
import { monitorAt } from '#cli/instance/ask-monitor.ts';
import type { Paint } from '#cli/program/paint.ts';
import type { Settings } from '#cli/project/settings.ts';
import type { Runtime } from '#local/start-runtime.ts';
import type { StepView } from '#monitor/api-types.ts';
import { followInstance, whatIsMissing } from './follow-instance.ts';
import { putEntries } from './put-entries.ts';

/**
 * Puts the sample's events by the calls that a user has, and prints the steps of its instance as they end, each with its time
 * since the last event was put. Returns what went wrong, in a sentence, if anything did.
 */
export async function showSample(
  { sample, monitor }: Pick<Settings, 'sample' | 'monitor'>,
  { endpoint, settled, workingTime, clock }: Pick<Runtime, 'endpoint' | 'settled' | 'workingTime' | 'clock'>,
  paint: Paint,
  signal: AbortSignal,
  say: (line: string) => void = console.log,
): Promise<string | undefined> {
  const access = accessTo(endpoint);
  const ask = monitorAt(access, monitor.function);
  for (const file of sample.entries.slice(0, -1)) {
    // The monitor's first answer takes longest: it may load in the meantime.
    await Promise.all([putEntries(file, access, sample.bus), ask(sample.key)]);
    // The monitor, which gathers its batches, need not have heard of it.
    await settled();
  }
  const putAt = clock.now();
  for (const file of sample.entries.slice(-1)) await putEntries(file, access, sample.bus);
  say(`\nThe sample ${sample.key} is on the bus.`);
  const tellStep = ({ name, state, event, at }: StepView) => {
    const mark = state === 'done' ? paint('green', '✓') : paint('red', '✗');
    const after = `+${Date.parse(at ?? '') - putAt} ms`;
    say(`  ${mark} ${name.padEnd(12)} ${(event ?? '').padEnd(22)}${after.padStart(8)}`);
  };
  const view = await followInstance(ask, sample.key, signal, tellStep, () => workingTime.now());
  const problem = signal.aborted ? `Stopped before ${sample.key} was done.` : whatIsMissing(sample.key, view);
  if (!problem && view)
    say(`Every step of ${view.words.one} ${sample.key} is done, ${clock.now() - putAt} ms after it was put.`);
  return problem;
}
