import type { Process } from '#contracts/define-process.ts';
import type { RemainingTime } from '#jobs/deadline.ts';
import type { OrderState, OrderSummary } from './answers.ts';
import { beganAt, summaryOf } from './header.ts';
import { customerKey, deadlineKey, listKey, readHeaders } from './header-items.ts';
import { END, type Entry, type List, latest, upTo } from './lists.ts';
import { INDEXES, orderKey, shards } from './table.ts';

export interface OrderFilter {
  readonly state?: OrderState | undefined;
  readonly customer?: string | undefined;
  /** Bounds of the start (ISO 8601), both included. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export const ORDER_STATES: readonly OrderState[] = ['open', 'completed', 'failed', 'overdue'];

/** How often the index is asked for one page, when most of what it holds is filtered out. */
const MOST_ROUNDS = 10;

/**
 * Orders, the latest start first, after a place in the list. Returns the place of the last one looked at: null at the end.
 * A page can be shorter than its limit when much had to be looked at for it.
 */
export async function listOrders(
  process: Process,
  filter: OrderFilter,
  { after, limit, now }: { after: string | null; limit: number; now: Date },
  remaining: RemainingTime,
): Promise<{ orders: OrderSummary[]; last: string | null }> {
  const list = listFor(process, filter);
  const due = filter.state === 'overdue' ? await dueOrders(process, now, remaining) : [];
  const orders: OrderSummary[] = [];
  let before = after ?? (filter.to ? `${filter.to}#${END}` : END);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const from = filter.from ?? '#';
    const listed = await latest(list, { before, from, limit });
    const entries = merged(listed, due, { before, from, limit });
    const headers = await readHeaders(process, entries.map(orderIdOf), remaining);
    const summaries = new Map(headers.map((header) => [header.orderId, summaryOf(process, header, now)]));
    for (const entry of entries) {
      before = entry.place;
      const order = summaries.get(orderIdOf(entry));
      // Time may have changed the state since the header was written, and the index may lag behind it.
      if (order && (filter.state === undefined || order.state === filter.state)) orders.push(order);
      if (orders.length === limit) return { orders, last: before };
    }
    if (entries.length < limit) return { orders, last: null };
  }
  return { orders, last: before };
}

/** How many orders of a shard are looked for that no sweep came by yet. */
const MOST_DUE = 100;

/** The orders that a deadline has passed since the last sweep: they stand in the list of late ones only after the next. */
async function dueOrders(process: Process, now: Date, remaining: RemainingTime): Promise<Entry[]> {
  const list = { index: INDEXES.byDeadline, partitions: shards.map((shard) => deadlineKey(process, shard)) };
  const entries = await upTo(list, now.toISOString(), MOST_DUE);
  const headers = await readHeaders(process, entries.map(orderIdOf), remaining);
  return headers.map((header) => ({
    ...{ pk: orderKey(header.orderId), sk: '' },
    place: `${beganAt(process, header)}#${header.orderId}`,
  }));
}

/** Entries of a list with others that belong among them, each order once. */
function merged(
  listed: readonly Entry[],
  others: readonly Entry[],
  { before, from, limit }: { before: string; from: string; limit: number },
): Entry[] {
  if (others.length === 0) return [...listed];
  const known = new Set(listed.map(({ pk }) => pk));
  const added = others.filter(({ pk, place }) => !known.has(pk) && place < before && place >= from);
  return [...listed, ...added].sort((a, b) => (a.place > b.place ? -1 : 1)).slice(0, limit);
}

function listFor(process: Process, { state, customer }: OrderFilter): List {
  if (customer !== undefined) return { index: INDEXES.byCustomer, partitions: [customerKey(process, customer)] };
  const states = state === undefined ? ORDER_STATES : [state];
  return {
    index: INDEXES.byList,
    partitions: states.flatMap((one) => shards.map((shard) => listKey(process, one, shard))),
  };
}

export const orderIdOf = ({ pk }: Pick<Entry, 'pk'>): string => pk.slice(orderKey('').length);
