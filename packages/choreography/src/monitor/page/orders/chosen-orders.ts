import type { OrderSummary } from '#monitor/answers.ts';
import type { OrderBook, Shelf } from '#monitor/page/api/order-book.ts';
import { isLate } from './lateness.ts';

export const STATES = ['all', 'late', 'failed', 'open', 'completed'] as const;
export type StateFilter = (typeof STATES)[number];

/** How long ago an order may have started, in milliseconds. */
export const SPANS = { hour: 3_600_000, day: 86_400_000, week: 604_800_000 } as const;

/** What the address asks to see of the orders. */
export interface Choice {
  readonly state: StateFilter;
  /** A part of an order's or a customer's id. */
  readonly text: string;
  /** A step that must be missing. */
  readonly missing: string | null;
  readonly within: keyof typeof SPANS | null;
}

export function readChoice(query: URLSearchParams): Choice {
  const within = query.get('within');
  return {
    state: STATES.find((state) => state === query.get('state')) ?? 'all',
    text: query.get('q')?.trim() ?? '',
    missing: query.get('missing'),
    within: within !== null && within in SPANS ? (within as keyof typeof SPANS) : null,
  };
}

/** The list of the API that holds what was chosen. */
export const shelfOf = ({ state, missing }: Choice): Shelf =>
  state === 'all' ? (missing ? 'state=overdue' : '') : `state=${state === 'late' ? 'overdue' : state}`;

/** The orders that were chosen, latest first, as far down as all of them are known; a search shows all that are known. */
export function chosenOrders({ orders, reach }: OrderBook, choice: Choice, now: number): OrderSummary[] {
  const text = choice.text.toLowerCase();
  const from = choice.within ? now - SPANS[choice.within] : 0;
  const downTo = text || choice.missing ? '' : (reach[shelfOf(choice)]?.downTo ?? '');
  return [...orders.values()]
    .filter(
      (order) =>
        isOf(choice.state, order, now) &&
        (!text ||
          order.orderId.toLowerCase().includes(text) ||
          (order.customerId?.toLowerCase().includes(text) ?? false)) &&
        (!choice.missing || order.missing.some(({ step }) => step === choice.missing)) &&
        startOf(order) >= downTo &&
        (!from || Date.parse(startOf(order)) >= from),
    )
    .sort((a, b) => compare(startOf(b), startOf(a)) || compare(a.orderId, b.orderId));
}

/** Whether an order is in a state, as the filters have them. */
export const isOf = (state: StateFilter, order: OrderSummary, now: number): boolean => IS_OF[state](order, now);

const IS_OF: Readonly<Record<StateFilter, (order: OrderSummary, now: number) => boolean>> = {
  all: () => true,
  late: isLate,
  failed: ({ state, failures }) => state === 'failed' || failures > 0,
  open: (order, now) => order.state === 'open' && !isLate(order, now),
  completed: ({ state }) => state === 'completed',
};

/** An order whose start was not heard stands where its last event does. */
const startOf = ({ startedAt, updatedAt }: OrderSummary): string => startedAt ?? updatedAt;

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
