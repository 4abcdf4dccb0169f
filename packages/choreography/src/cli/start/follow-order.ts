import { setTimeout as pause } from 'node:timers/promises';
import type { AskMonitor } from '#cli/trace/ask-monitor.ts';
import type { OrderView, Step } from '#cli/trace/order-view.ts';

/** How often the monitor is asked, and how long one waits for an order, in milliseconds. */
const INTERVAL = 25;
const PATIENCE = 30_000;

/**
 * Follows an order until each step ended or something was set aside, and tells each step once, when it ended. Returns the
 * last view: undefined when the monitor heard nothing in time.
 */
export async function followOrder(
  ask: AskMonitor,
  orderId: string,
  signal: AbortSignal,
  onStep: (step: Step) => void,
): Promise<OrderView | undefined> {
  const told = new Set<string>();
  const until = Date.now() + PATIENCE;
  for (;;) {
    const view = await ask(orderId);
    const ended = (view?.steps ?? []).filter(({ at }) => at !== null).sort(byTime);
    for (const step of ended) {
      if (!told.has(step.name)) onStep(step);
      told.add(step.name);
    }
    if (signal.aborted || Date.now() > until || (view && isOver(view))) return view;
    await pause(INTERVAL);
  }
}

/** Why an order is not done, in a sentence; undefined when every step is. */
export function whatIsMissing(orderId: string, view: OrderView | undefined): string | undefined {
  if (!view) return `The monitor heard no event of order ${orderId} within ${PATIENCE / 1000} s.`;
  const [failure] = view.failures;
  if (failure) return `${failure.participant}/${failure.job} set an event of order ${orderId} aside: ${failure.error}`;
  if (view.state === 'completed') return undefined;
  const missing = view.steps
    .filter(({ state }) => state !== 'done')
    .map(
      ({ name, state, participant }) =>
        `${name} (${participant ? `by ${participant}, ` : ''}${state === 'waiting' ? `not done within ${PATIENCE / 1000} s` : state})`,
    );
  return `Order ${orderId} is ${view.state}: ${missing.join(', ')}.`;
}

const byTime = (a: Step, b: Step): number => Date.parse(a.at ?? '') - Date.parse(b.at ?? '');

const isOver = ({ state, steps, failures }: OrderView): boolean =>
  failures.length > 0 || (state !== 'open' && steps.every(({ at }) => at !== null));
