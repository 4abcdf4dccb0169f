import { useEffect, useMemo } from 'preact/hooks';
import { goTo, useAddress } from '#monitor/page/address.ts';
import { ATTENTION, type Reach, readShelf, seek, useOrderBook } from '#monitor/page/api/order-book.ts';
import { useNow } from '#monitor/page/time/clock.ts';
import { plural } from '#monitor/page/time/in-words.ts';
import { chosenOrders, readChoice, shelfOf } from './chosen-orders.ts';
import { Filters } from './filters.tsx';
import { OrderTable } from './order-table.tsx';
import './orders-view.css';
import { WhatsMissing } from './whats-missing.tsx';

/** A pause in typing, in milliseconds, after which the API is asked too. */
const PAUSE = 300;

/** Who scrolls to the end goes on. */
const PAGES_ON_SCROLL = 5;

/** All orders: first what is missing, then the list, of which the address says what is shown. */
export function OrdersView() {
  const { query } = useAddress();
  const book = useOrderBook();
  const now = useNow();
  const choice = readChoice(query);
  const shelf = shelfOf(choice);
  const orders = useMemo(() => chosenOrders(book, choice, now), [book, query, Math.floor(now / 5000)]);
  const all = useMemo(() => [...book.orders.values()], [book.orders]);
  const reach = book.reach[shelf];
  const more = !choice.text && reach !== undefined && reach.cursor !== null;

  useEffect(() => {
    const left = new AbortController();
    if (book.reach[shelf] === undefined) readShelf(shelf, 1, left.signal);
    return () => left.abort();
  }, [shelf, book.reach[shelf] === undefined]);

  useEffect(() => {
    if (!choice.text) return;
    const left = new AbortController();
    const timer = setTimeout(() => seek(choice.text, left.signal), PAUSE);
    return () => {
      clearTimeout(timer);
      left.abort();
    };
  }, [choice.text]);

  const attentionIsRead = ATTENTION.every((each) => book.reach[each]?.cursor === null);
  const loaded = isRead(reach) || orders.length > 0;
  return (
    <>
      <h1 class="aloud">Orders</h1>
      <WhatsMissing
        orders={all}
        now={now}
        more={!attentionIsRead}
        reading={!ATTENTION.every((each) => isRead(book.reach[each]))}
      />
      <Filters choice={choice} orders={all} now={now} exact={attentionIsRead} />
      <p class="orders-told" role="status">
        {!loaded
          ? 'Reading the orders…'
          : `${plural(orders.length, 'order')}${more ? ' read so far' : ''}${choice.text ? ` with “${choice.text}” in the order’s or the customer’s id` : ''}${choice.missing ? ` without ${choice.missing}` : ''}`}
        {(choice.text || choice.missing || choice.state !== 'all' || choice.within) && (
          <button type="button" class="link" onClick={() => goTo('/')}>
            Show all
          </button>
        )}
      </p>
      {loaded && orders.length === 0 && !more ? (
        <section class="empty">
          <p>{all.length === 0 ? 'No order was placed yet.' : 'No order is like that.'}</p>
        </section>
      ) : (
        <OrderTable
          orders={orders}
          now={now}
          more={more}
          onEnd={() => more && readShelf(shelf, PAGES_ON_SCROLL, new AbortController().signal)}
        />
      )}
    </>
  );
}

/** At least the first page of a list was read. */
const isRead = (reach: Reach | undefined): boolean => reach !== undefined && reach.cursor !== '';
