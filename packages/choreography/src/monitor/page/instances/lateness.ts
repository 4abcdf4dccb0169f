import type { InstanceSummary } from '#monitor/api-types.ts';

/** A step is past its deadline and did not happen, whether the monitor has said so yet or not. */
export const isLate = ({ state, deadline }: Pick<InstanceSummary, 'state' | 'deadline'>, now: number): boolean =>
  state === 'overdue' || (deadline !== null && Date.parse(deadline) < now);

/** Something of the instance is to be looked at: late, or set aside by a job. */
export const isWrong = (instance: InstanceSummary, now: number): boolean =>
  isLate(instance, now) || instance.failures > 0;
