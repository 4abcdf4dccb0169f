import type { AskMonitor } from '../trace/ask-monitor.ts';
import type { OrderView, Step } from '../trace/order-view.ts';

/** How often the monitor is asked, and how long one waits for an order, in milliseconds. */
const INTERVAL = 25;
const PATIENCE = 30_000;

/**
 * Follows an order until it is completed or failed for good, and tells each step as it ends. Returns the last view, or
 * undefined when the monitor heard nothing in time.
 */
export async function followOrder(
  ask: AskMonitor,
  orderId: string,
  onStep: (step: Step, view: OrderView) => void,
): Promise<OrderView | undefined> {
  const told = new Set<string>();
  const until = Date.now() + PATIENCE;
  for (;;) {
    const view = await ask(orderId);
    for (const step of view?.steps ?? []) {
      if (step.at === null || told.has(step.name)) continue;
      told.add(step.name);
      if (view) onStep(step, view);
    }
    if (view && (view.failures.length > 0 || (view.state !== 'open' && view.steps.every(({ at }) => at !== null))))
      return view;
    if (Date.now() > until) return view;
    await new Promise((resolve) => setTimeout(resolve, INTERVAL));
  }
}

/** Why an order is not done, in a sentence; undefined when every step is. */
export function whatIsMissing(orderId: string, view: OrderView | undefined): string | undefined {
  if (!view) return `The monitor heard no event of order ${orderId} within ${PATIENCE / 1000} s.`;
  const [failure] = view.failures;
  if (failure) return `${failure.participant}/${failure.job} set an event of order ${orderId} aside: ${failure.error}`;
  if (view.state === 'completed') return undefined;
  const missing = view.steps.filter(({ state }) => state !== 'done').map(({ name, state }) => `${name} (${state})`);
  return `Order ${orderId} is ${view.state}: ${missing.join(', ')}.`;
}
