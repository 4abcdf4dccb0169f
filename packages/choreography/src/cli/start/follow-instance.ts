import { setTimeout as pause } from 'node:timers/promises';
import type { AskMonitor } from '#cli/instance/read-monitor.ts';
import type { InstanceView, StepView } from '#monitor/api-types.ts';

/** How often the monitor is asked, and how long one waits for an instance, in milliseconds. */
export const POLL_MS = 25;
const TIMEOUT_MS = 30_000;

/**
 * Follows an instance until each step ended or something was set aside, and reports each step once, when it ended. Returns the
 * last view: undefined when the monitor heard nothing in time, which is counted by `now` (milliseconds).
 */
export async function followInstance(
  ask: AskMonitor,
  key: string,
  signal: AbortSignal,
  onStep: (step: StepView) => void,
  now: () => number = Date.now,
  untilNextLook: () => Promise<unknown> = () => pause(POLL_MS),
): Promise<InstanceView | undefined> {
  const told = new Set<string>();
  const until = now() + TIMEOUT_MS;
  let process: string | undefined;
  for (;;) {
    const [view] = await ask(key, process);
    process = view?.process;
    const ended = (view?.steps ?? []).filter(({ at }) => at !== null).sort(byTime);
    for (const step of ended) {
      if (!told.has(step.name)) onStep(step);
      told.add(step.name);
    }
    if (signal.aborted || now() > until || (view && isOver(view))) return view;
    await untilNextLook();
  }
}

/** Why an instance is not done, in a sentence; undefined when every step is. */
export function whatIsMissing(key: string, view: InstanceView | undefined): string | undefined {
  if (!view) return `The monitor heard no event of ${key} within ${TIMEOUT_MS / 1000} s.`;
  const which = `${view.words.one} ${key}`;
  const [failure] = view.failures;
  if (failure) return `${failure.participant}/${failure.job} set an event of ${which} aside: ${failure.error}`;
  if (view.state === 'completed') return undefined;
  const missing = view.steps
    .filter(({ state }) => state !== 'done')
    .map(
      ({ name, state, participant }) =>
        `${name} (by ${participant}, ${state === 'waiting' ? `not done within ${TIMEOUT_MS / 1000} s` : state})`,
    );
  return `The ${which} is ${view.state}: ${missing.join(', ')}.`;
}

const byTime = (a: StepView, b: StepView): number => Date.parse(a.at ?? '') - Date.parse(b.at ?? '');

const isOver = ({ state, steps, failures }: InstanceView): boolean =>
  failures.length > 0 || (state !== 'open' && steps.every(({ at }) => at !== null));
