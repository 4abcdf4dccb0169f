import type { ChangesAnswer, OrderSummary, OrdersAnswer, OrderView } from '#monitor/answers.ts';
import { makeStore, useStore } from '#monitor/page/store.ts';
import { ask } from './ask.ts';
import { insist } from './connection.ts';
import { keepAsking } from './keep-asking.ts';

/** Which orders of the API a list holds: `state=open`, `customer=c-1`, or all of them. */
export type Shelf = string;

export interface Reach {
  /** Where the next page begins: empty for the first; null when the last one was read. */
  readonly cursor: string | null;
  /** The start of the earliest order of the last page: what is earlier is not known yet. */
  readonly downTo: string;
  readonly reading: boolean;
}

/** Every order that this page knows of, and how far each list of them was read. */
export interface OrderBook {
  readonly orders: ReadonlyMap<string, OrderSummary>;
  readonly reach: Readonly<Record<Shelf, Reach>>;
}

export const orderBook = makeStore<OrderBook>({ orders: new Map(), reach: {} });
export const useOrderBook = (): OrderBook => useStore(orderBook);

/** As many as the API gives at once. */
const PAGE = 100;
/** How often one asks for changes, in milliseconds. */
const INTERVAL = 1000;
/** What is wrong is read at once, up to so many pages of each. */
const PAGES_AT_ONCE = 8;

/** Reads the orders that are wrong or under way, then follows every change until the signal is aborted. */
export async function followOrders(signal: AbortSignal): Promise<void> {
  let since = (await insist<ChangesAnswer>('/changes', signal))?.cursor ?? '';
  const read = () =>
    Promise.all([readShelf('', 1, signal), ...ATTENTION.map((shelf) => readShelf(shelf, PAGES_AT_ONCE, signal))]);
  await read();
  await keepAsking<ChangesAnswer>(
    () => insist<ChangesAnswer>(`/changes?${new URLSearchParams({ since })}`, signal),
    () => INTERVAL,
    ({ orders, cursor, reset }) => {
      since = cursor;
      note(orders);
      // The lists were read too long ago: they are read anew, and what is on the screen stays until then.
      if (!reset) return;
      orderBook.set({ ...orderBook.get(), reach: {} });
      read();
    },
    signal,
  );
}

export const ATTENTION: readonly Shelf[] = ['state=overdue', 'state=failed', 'state=open'];

/** Reads the next pages of a list, if there are any. */
export async function readShelf(shelf: Shelf, pages: number, signal: AbortSignal): Promise<void> {
  for (let page = 0; page < pages; page++) {
    const before = orderBook.get().reach[shelf];
    if (before?.reading || before?.cursor === null) return;
    setReach(shelf, { cursor: '', downTo: '￿', ...before, reading: true });
    const query = new URLSearchParams(shelf);
    query.set('limit', String(PAGE));
    if (before?.cursor) query.set('cursor', before.cursor);
    const answer = await insist<OrdersAnswer>(`/orders?${query}`, signal).catch(() => undefined);
    if (!answer) {
      const { [shelf]: _, ...others } = orderBook.get().reach;
      orderBook.set({
        ...orderBook.get(),
        reach: before ? { ...others, [shelf]: { ...before, reading: false } } : others,
      });
      return;
    }
    note(answer.orders);
    const last = answer.orders.at(-1)?.startedAt ?? before?.downTo ?? '';
    setReach(shelf, { cursor: answer.cursor, downTo: answer.cursor === null ? '' : last, reading: false });
  }
}

/** Looks for an order of that id, and for the orders of a customer of that id. */
export async function seek(text: string, signal: AbortSignal): Promise<void> {
  const id = encodeURIComponent(text);
  const [view] = await Promise.all([
    ask<OrderView>(`/orders/${id}`).catch(() => undefined),
    readShelf(`customer=${id}`, 4, signal),
  ]);
  if (view && !signal.aborted) note([summaryOf(view)]);
}

function setReach(shelf: Shelf, reach: Reach): void {
  const book = orderBook.get();
  orderBook.set({ ...book, reach: { ...book.reach, [shelf]: reach } });
}

function note(orders: readonly OrderSummary[]): void {
  if (orders.length === 0) return;
  const book = orderBook.get();
  const known = new Map(book.orders);
  for (const order of orders) known.set(order.orderId, order);
  orderBook.set({ ...book, orders: known });
}

const summaryOf = ({ events, failures, ...view }: OrderView): OrderSummary => ({
  ...view,
  updatedAt: events.at(-1)?.at ?? view.startedAt ?? '',
  failures: failures.length,
});
