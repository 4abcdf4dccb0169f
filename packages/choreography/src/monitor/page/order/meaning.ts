import type { OrderView } from '#monitor/answers.ts';
import type { Look } from '#monitor/page/marks/mark.tsx';
import { allSteps, type PlannedStep } from './plan.ts';

/** What the monitor itself says of an order; that it was late stays true when it is completed after all. */
const OF_THE_MONITOR = { CheckoutCompleted: 'done', CheckoutOverdue: 'overdue' } as const;

/** What an event means to the process, by its type: its start or a step done, or a step failed. Others mean nothing to it. */
export function meaningsIn(
  { steps }: OrderView,
  plan: readonly PlannedStep[],
  starts: string,
): ReadonlyMap<string, Look> {
  return new Map<string, Look>([
    ...Object.entries(OF_THE_MONITOR),
    ...[starts, ...allSteps(plan).flatMap(({ says }) => says)].map((type) => [type, 'done'] as const),
    ...steps.flatMap(({ event, state }) => (event ? [[event, state === 'failed' ? 'failed' : 'done'] as const] : [])),
  ]);
}
