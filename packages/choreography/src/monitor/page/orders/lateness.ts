import type { OrderSummary } from '#monitor/answers.ts';

/** A step is past its deadline and did not happen, whether the monitor has said so yet or not. */
export const isLate = ({ state, deadline }: Pick<OrderSummary, 'state' | 'deadline'>, now: number): boolean =>
  state === 'overdue' || (deadline !== null && Date.parse(deadline) < now);

/** Something of the order is to be looked at: late, or set aside by a job. */
export const isWrong = (order: OrderSummary, now: number): boolean => isLate(order, now) || order.failures > 0;
