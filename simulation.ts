import { defineSimulation, request, stimulus, type WorldView } from 'choreography/simulation';
import { OrderPlaced } from './events/order-placed.ts';
import { StockReceived } from './events/stock-received.ts';
import { pointsFor } from './functions/rewards/points-for.ts';

const SKUS = ['TEA', 'MUG', 'POT'];
const PRICE = { amount: 1250, currency: 'EUR' };

/** Orders that overlap: stock is scarce, customers are few, some orders come twice within milliseconds. */
export default defineSimulation({
  bus: 'checkout',
  stimuli(draw, instances) {
    const deliveries = SKUS.map((sku, at) =>
      stimulus(`delivery${at + 1}`, draw.integer(`${sku} at`, 0, 3000), StockReceived, {
        deliveryId: `d-${at + 1}`,
        items: [{ sku, quantity: draw.integer(`${sku} quantity`, 1, Math.ceil(instances / 2) + 1) }],
      }),
    );
    const orders = Array.from({ length: instances }, (_, index) => {
      const label = `o-${index + 1}`;
      const quantity = draw.integer(`${label} quantity`, 1, 3);
      const customer = `c-${draw.integer(`${label} customer`, 1, 3)}`;
      const at = draw.integer(`${label} at`, 0, draw.one(`${label} burst`, [200, 5000, 240_000]));
      const order = {
        id: label,
        customer: { id: customer, name: `Name of ${customer}`, email: `${customer}@example.com` },
        items: [{ sku: draw.one(`${label} sku`, SKUS), name: 'An article', quantity, unitPrice: PRICE }],
        total: { ...PRICE, amount: quantity * PRICE.amount },
      };
      const place = (name: string, time: number) =>
        draw.number(`${name} over HTTP`) < 0.5
          ? request(name, time, '_checkout_place-order', { order })
          : stimulus(name, time, OrderPlaced, { order });
      return draw.number(`${label} twice`) < 0.2
        ? [place(label, at), place(`${label}-again`, at + draw.integer(`${label} gap`, 0, 40))]
        : [place(label, at)];
    });
    return [...deliveries, ...orders.flat()];
  },
  always: {
    'stock is never negative': (world) =>
      world
        .table('warehouse')
        .filter(({ pk, available }) => String(pk).startsWith('stock#') && Number(available) < 0)
        .map(({ pk, available }) => ({ what: `${pk} has ${available} pieces` })),
    "a balance is the sum of its customer's ledger": (world) => {
      const sums = new Map<string, number>();
      for (const { id, customer } of ordersOf(world).values()) {
        const entry = world.table('rewards').find(({ pk }) => pk === `ledger#${id}`);
        const points = entry && !entry.reversed ? Number(entry.awarded ?? 0) : 0;
        sums.set(customer.id, (sums.get(customer.id) ?? 0) + points);
      }
      return world
        .table('rewards')
        .filter(({ pk, points }) => {
          const customer = String(pk).split('balance#')[1];
          return customer !== undefined && sums.get(customer) !== points;
        })
        .map(({ pk, points }) => ({ what: `${pk} has ${points}, its ledger ${sums.get(String(pk).slice(8))}` }));
    },
  },
  finally: {
    'each order is dispatched or rejected, never both': (world) =>
      [...ordersOf(world).keys()].flatMap((id) => {
        const said = endingsOf(world, id);
        if (said.size === 1 || (said.size === 0 && isSetAside(world, id))) return [];
        return [{ instance: id, what: said.size === 0 ? 'it is neither' : 'it is both' }];
      }),
    'stock is conserved': (world) =>
      SKUS.flatMap((sku) => {
        const items = world.table('warehouse');
        const taken = items
          .filter(({ pk }) => String(pk).startsWith('dispatch#'))
          .flatMap((dispatch) => dispatch.items as { sku: string; quantity: number }[])
          .filter((line) => line.sku === sku)
          .reduce((sum, { quantity }) => sum + quantity, 0);
        const received = world.stimuli
          .map(({ data }) => data as { items?: { sku: string; quantity: number }[] })
          .flatMap(({ items = [] }) => items)
          .filter((line) => line.sku === sku)
          .reduce((sum, { quantity }) => sum + quantity, 0);
        const left = Number(items.find(({ pk }) => pk === `stock#${sku}`)?.available ?? 0);
        if (left + taken === received || isSetAside(world, 'd-')) return [];
        return [{ what: `of ${received} ${sku} ${taken} were taken and ${left} are left` }];
      }),
    'points are those of the order, unless it was rejected': (world) =>
      [...ordersOf(world).values()].flatMap((order) => {
        const entry = world.table('rewards').find(({ pk }) => pk === `ledger#${order.id}`);
        if (!entry) return isSetAside(world, order.id) ? [] : [{ instance: order.id, what: 'it has no ledger entry' }];
        const rejected = endingsOf(world, order.id).has('OrderRejected');
        if (rejected !== (entry.reversed === true) && !isSetAside(world, order.id))
          return [{ instance: order.id, what: rejected ? 'its points were kept' : 'its points were taken back' }];
        const due = entry.reversed === true && entry.awarded === 0 ? 0 : pointsFor(order.total);
        if (entry.awarded === undefined || entry.awarded === due) return [];
        return [{ instance: order.id, what: `it has ${entry.awarded} points, not ${due}` }];
      }),
    'every email is sent, and once but for the window that is documented': (world) =>
      [...ordersOf(world).keys()].flatMap((id) => {
        const sent = world.emails.filter(({ subject }) => subject === `Your order ${id}`).length;
        if (sent === 0 && !isSetAside(world, id)) return [{ instance: id, what: 'no confirmation was sent' }];
        return sent > 3 ? [{ instance: id, what: `${sent} confirmations were sent` }] : [];
      }),
  },
});

interface PlacedOrder {
  readonly id: string;
  readonly customer: { readonly id: string };
  readonly total: { readonly amount: number; readonly currency: string };
}

/** The orders that were placed from outside, by id. */
function ordersOf({ stimuli }: WorldView): Map<string, PlacedOrder> {
  const orders = stimuli.flatMap(({ data }) => {
    const { order } = data as { order?: PlacedOrder };
    return order ? [order] : [];
  });
  return new Map(orders.map((order) => [order.id, order]));
}

const endingsOf = ({ events }: WorldView, id: string): Set<string> =>
  new Set(
    events
      .filter(({ type, detail }) => /^Order(Dispatched|Rejected)$/.test(type) && detail.metadata?.correlationId === id)
      .map(({ type }) => type),
  );

/** Whether something of an instance waits in a dead-letter queue for a person. */
const isSetAside = (world: WorldView, id: string): boolean =>
  world.queues
    .filter((name) => name.endsWith('_dlq'))
    .some((name) => world.queue(name).some((body) => body.includes(id)));
