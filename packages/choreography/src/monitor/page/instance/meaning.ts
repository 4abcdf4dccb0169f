import type { InstanceView, ProcessView } from '#monitor/api-types.ts';
import type { MarkKind } from '#monitor/page/marks/mark.tsx';
import { allSteps, type PlannedStep } from './plan.ts';

/**
 * What an event means to the process, by its type: its start or a step done, a step failed, or what the monitor itself says of
 * the instance; that it was late stays true when it is completed after all. Others mean nothing to it.
 */
export function meaningsIn(
  { steps }: InstanceView,
  plan: readonly PlannedStep[],
  { starts, ends = [], completed, overdue }: ProcessView,
): ReadonlyMap<string, MarkKind> {
  return new Map<string, MarkKind>([
    [completed, 'done'],
    [overdue, 'overdue'],
    ...[starts.type, ...ends.map(({ type }) => type), ...allSteps(plan).flatMap(({ says }) => says)].map(
      (type) => [type, 'done'] as const,
    ),
    ...steps.flatMap(({ event, state }) => (event ? [[event, state === 'failed' ? 'failed' : 'done'] as const] : [])),
  ]);
}
