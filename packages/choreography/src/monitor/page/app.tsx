import { useEffect, useRef } from 'preact/hooks';
import { useAddress } from './address.ts';
import { Bar } from './frame/bar.tsx';
import { Lost } from './frame/lost.tsx';
import { Shortcuts } from './frame/shortcuts.tsx';
import { MapView } from './map/map-view.tsx';
import { OrderPage } from './order/order-page.tsx';
import { OrdersView } from './orders/orders-view.tsx';
import { ParticipantsView } from './participants/participants-view.tsx';
import { UnheardView } from './unheard/unheard-view.tsx';

/** The frame, and in it the view that the address names. */
export function App() {
  const { parts } = useAddress();
  const [view = 'orders', id] = parts;
  const title = id ?? TITLES[view] ?? 'Nothing here';
  useEffect(() => {
    document.title = `${title} · Choreography monitor`;
  }, [title]);
  const shown = useRef(location.pathname);
  useEffect(() => {
    // What had the focus is gone with the view before: the keyboard and screen readers go on in this one.
    if (shown.current !== location.pathname && document.activeElement === document.body)
      document.getElementById('view')?.focus({ preventScroll: true });
    shown.current = location.pathname;
  }, [view, id]);
  return (
    <>
      <a class="skip" href="#view">
        Skip to the content
      </a>
      <Bar view={view} />
      <Lost />
      <main id="view" tabIndex={-1}>
        {view === 'orders' ? (
          id === undefined ? (
            <OrdersView />
          ) : (
            <OrderPage key={id} orderId={id} />
          )
        ) : view === 'map' ? (
          <MapView />
        ) : view === 'participants' ? (
          <ParticipantsView />
        ) : view === 'unheard' ? (
          <UnheardView />
        ) : (
          <section class="empty">
            <h1>There is nothing at {location.pathname}</h1>
            <p>
              <a href="/">See the orders</a>
            </p>
          </section>
        )}
      </main>
      <Shortcuts />
    </>
  );
}

const TITLES: Readonly<Record<string, string>> = {
  orders: 'Orders',
  map: 'The map',
  participants: 'Participants',
  unheard: 'Unheard',
};
