import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { OrderSummary } from '#monitor/answers.ts';
import { OrderRow } from './order-row.tsx';
import './order-table.css';
import { useVisibleRows } from './visible-rows.ts';

const WIDE = '(min-width: 720px)';
const HEIGHT = { wide: 44, narrow: 66 };

/**
 * The list of orders. Only the rows on the screen are drawn, however many there are; the arrow keys and j, k go from row to
 * row through all of them. `onEnd` is called when the end comes near.
 */
export function OrderTable({
  orders,
  now,
  more,
  onEnd,
}: {
  orders: readonly OrderSummary[];
  now: number;
  more: boolean;
  onEnd: () => void;
}) {
  const body = useRef<HTMLOListElement>(null);
  const height = useMedia(WIDE) ? HEIGHT.wide : HEIGHT.narrow;
  const { from, to } = useVisibleRows(body, orders.length, height);
  const [active, setActive] = useState(lastActive);
  const activeIndex = Math.max(
    0,
    orders.findIndex(({ orderId }) => orderId === active),
  );

  useEffect(() => {
    lastActive = active;
  }, [active]);
  useEffect(() => {
    if (more && to >= orders.length - 20) onEnd();
  }, [to, orders.length, more]);

  const step = (by: number) => {
    const inside = body.current?.contains(document.activeElement);
    const index = Math.min(orders.length - 1, Math.max(0, inside ? activeIndex + by : activeIndex));
    const order = orders[index];
    const place = body.current;
    if (!order || !place) return;
    setActive(order.orderId);
    const top = place.getBoundingClientRect().top + index * height;
    if (top < 120) scrollBy(0, top - 120);
    else if (top + height > innerHeight - 20) scrollBy(0, top + height - innerHeight + 20);
    // The row may have to be drawn first.
    const focus = (tries: number) => {
      const link = document.getElementById(rowId(order.orderId));
      if (link) link.focus({ preventScroll: true });
      else if (tries > 0) requestAnimationFrame(() => focus(tries - 1));
    };
    requestAnimationFrame(() => focus(10));
  };
  // As soon as the list can be seen: who types fast loses no key.
  useLayoutEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target instanceof Element && event.target.matches('input, select, textarea, dialog *')) return;
      const arrows = body.current?.contains(document.activeElement);
      const by = MOVES[event.key] ?? (arrows ? ARROWS[event.key] : undefined);
      if (by === undefined) return;
      event.preventDefault();
      step(by);
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  });

  return (
    <div class="orders">
      <div class="orders-head" aria-hidden="true">
        <span>Order</span>
        <span>Customer</span>
        <span>Steps</span>
        <span>Now</span>
        <span>Age</span>
      </div>
      <ol class="orders-body" aria-label="Orders" ref={body} style={{ height: `${orders.length * height}px` }}>
        {orders.slice(from, to).map((order, i) => (
          <OrderRow
            key={order.orderId}
            order={order}
            index={from + i}
            of={more ? -1 : orders.length}
            top={(from + i) * height}
            now={now}
            id={rowId(order.orderId)}
            focusable={from + i === activeIndex}
            onFocus={() => setActive(order.orderId)}
          />
        ))}
      </ol>
    </div>
  );
}

/** The order that had the focus last: who comes back to the list goes on from there. */
let lastActive: string | undefined;

const MOVES: Readonly<Record<string, number>> = { j: 1, k: -1 };
const ARROWS: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: 10,
  PageUp: -10,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

const rowId = (orderId: string): string => `order ${orderId}`;

function useMedia(query: string): boolean {
  const [matches, setMatches] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const media = matchMedia(query);
    const look = () => setMatches(media.matches);
    media.addEventListener('change', look);
    return () => media.removeEventListener('change', look);
  }, [query]);
  return matches;
}
