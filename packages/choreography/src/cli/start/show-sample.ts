import { setTimeout as pause } from 'node:timers/promises';
import { askHere } from '#cli/aws/ask-here.ts';
import { type HttpFunction, httpFunction } from '#cli/aws/http-function.ts';
import { monitorBehind } from '#cli/instance/read-monitor.ts';
import type { Paint } from '#cli/program/paint.ts';
import type { Settings } from '#cli/project/settings.ts';
import type { Runtime } from '#local/start-runtime.ts';
import type { StepView } from '#monitor/api-types.ts';
import { followInstance, POLL_MS, whatIsMissing } from './follow-instance.ts';
import { putEntries } from './put-entries.ts';

/**
 * Puts the sample's events by the calls that a user has, and prints the steps of its instance as they end, each with its time
 * since the last event was put. Returns what went wrong, in a sentence, if anything did.
 *
 * @param isHurried whether the clock is moved on whenever nothing is under way but what waits for it, such as the monitor's batches
 */
export async function showSample(
  { sample, monitor }: Pick<Settings, 'sample' | 'monitor'>,
  { endpoint, settled, workingTime, clock }: Pick<Runtime, 'endpoint' | 'settled' | 'workingTime' | 'clock'>,
  paint: Paint,
  signal: AbortSignal,
  say: (line: string) => void = console.log,
  isHurried = false,
): Promise<string | undefined> {
  const ask = monitorBehind(functionAt(endpoint, monitor.function), monitor.function);
  for (const file of sample.entries.slice(0, -1)) {
    // The monitor's first answer takes longest: it may load in the meantime.
    await Promise.all([putEntries(file, endpoint, sample.bus), ask(sample.key)]);
    // The monitor, which gathers its batches, need not have heard of it.
    await settled();
  }
  const putAt = clock.now();
  for (const file of sample.entries.slice(-1)) await putEntries(file, endpoint, sample.bus);
  say(`\nThe sample ${sample.key} is on the bus.`);
  const tellStep = ({ name, state, event, at }: StepView) => {
    const mark = state === 'done' ? paint('green', '✓') : paint('red', '✗');
    const after = `+${Date.parse(at ?? '') - putAt} ms`;
    say(`  ${mark} ${name.padEnd(12)} ${(event ?? '').padEnd(22)}${after.padStart(8)}`);
  };
  const hurry = async () => {
    const isSettled = await Promise.race([settled().then(() => true), pause(POLL_MS)]);
    if (isSettled) await clock.moveBy(HURRIED_BY_MS);
  };
  const view = await followInstance(
    ask,
    sample.key,
    signal,
    tellStep,
    () => workingTime.now(),
    isHurried ? hurry : undefined,
  );
  const problem = signal.aborted ? `Stopped before ${sample.key} was done.` : whatIsMissing(sample.key, view);
  if (!problem && view)
    say(`Every step of ${view.words.one} ${sample.key} is done, ${clock.now() - putAt} ms after it was put.`);
  return problem;
}

/** How far the clock is moved at a time, in milliseconds: batches wait for seconds. */
const HURRIED_BY_MS = 250;

/** A function of the runtime that answers HTTP (Lambda API reference: Invoke). */
function functionAt(endpoint: string, name: string): HttpFunction {
  const call = { service: 'lambda', path: `/2015-03-31/functions/${name}/invocations` };
  return httpFunction(name, async (event) => {
    const headers = { 'content-type': 'application/json', 'x-amz-invocation-type': 'RequestResponse' };
    const { status, headers: told, text } = await askHere(endpoint, { ...call, headers }, event);
    const functionError = status === 200 ? told['x-amz-function-error'] : String(status);
    return { payload: text, functionError: functionError && String(functionError) };
  });
}
