import type { Process } from './define-process.ts';
import type { Failure } from './failures.ts';
import type { OrderRecord } from './order-items.ts';
import { type OrderState, progressOf, type StepProgress } from './progress.ts';
import type { RecordedEvent } from './recorded-event.ts';

/** All that happened to one order, as the API and `trace --json` answer it. */
export interface OrderView {
  readonly orderId: string;
  readonly state: OrderState;
  readonly startedAt: string | null;
  readonly deadline: string | null;
  readonly steps: readonly StepProgress[];
  /** Oldest first. */
  readonly events: readonly RecordedEvent[];
  readonly failures: readonly Failure[];
}

/** Joins the record of an order with the process's view of it. */
export function orderView(
  process: Process,
  orderId: string,
  order: OrderRecord,
  failures: readonly Failure[],
  now: Date,
): OrderView {
  const events = [...order.events, ...(order.completed ? [order.completed] : [])];
  return {
    orderId,
    ...progressOf(process, order.seen, now),
    events: events.sort((a, b) => (a.at === b.at ? compare(a.eventId, b.eventId) : compare(a.at, b.at))),
    failures,
  };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
