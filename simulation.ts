import { defineSimulation, request, stimulus, type WorldView } from 'choreography/simulation';
import { OrderPlaced } from './events/order-placed.ts';
import { StockReceived } from './events/stock-received.ts';
import { pointsFor } from './functions/rewards/points-for.ts';

const SKUS = ['TEA', 'MUG', 'POT'];
/** So many of it are received that its stock is divided, and a few orders take much of it. */
const BULK = 'BAG';
const PRICE = { amount: 1250, currency: 'EUR' };

/** Orders that overlap: one article and one customer are in most of them, stock is scarce, most come in one rush, some twice within milliseconds. */
export default defineSimulation({
  bus: 'checkout',
  stimuli(draw, instances) {
    const deliveries = [...SKUS, BULK].flatMap((sku, at) => {
      const label = `delivery${at + 1}`;
      const [least, most] = sku === BULK ? [160, 200] : [1, Math.ceil(instances / 4) + 1];
      const items = [{ sku, quantity: draw.integer(`${sku} quantity`, least, most) }];
      const receive = (name: string, time: number) =>
        stimulus(name, time, StockReceived, { deliveryId: `d-${at + 1}`, items });
      const when = draw.integer(`${sku} at`, 0, 1000);
      return [receive(label, when), receive(`${label}-again`, when + draw.integer(`${sku} gap`, 0, 40))];
    });
    const rush = draw.integer('rush', 1000, 4000);
    const orders = Array.from({ length: instances }, (_, index) => {
      const label = `o-${index + 1}`;
      const quantity = draw.integer(`${label} quantity`, 1, 2);
      const customer = `c-${draw.one(`${label} customer`, [1, 1, 1, 2, 3])}`;
      const bulk = draw.number(`${label} bulk`) < 0.3 ? draw.integer(`${label} bulk quantity`, 1, 60) : 0;
      const at = rush + draw.integer(`${label} at`, 0, draw.one(`${label} burst`, [20, 20, 200, 5000, 240_000]));
      const order = {
        id: label,
        customer: { id: customer, name: `Name of ${customer}`, email: `${customer}@example.com` },
        items: [
          { sku: draw.one(`${label} sku`, ['TEA', ...SKUS]), name: 'An article', quantity, unitPrice: PRICE },
          ...(bulk > 0 ? [{ sku: BULK, name: 'Bags', quantity: bulk, unitPrice: PRICE }] : []),
        ],
        total: { ...PRICE, amount: (quantity + bulk) * PRICE.amount },
      };
      const place = (name: string, time: number) =>
        draw.number(`${name} over HTTP`) < 0.4
          ? request(name, time, '_checkout_place-order', { order })
          : stimulus(name, time, OrderPlaced, { order });
      return draw.number(`${label} twice`) < 0.3
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
      for (const { id, customer } of ordersIn(world.stimuli).values()) {
        const { awarded = 0, reversed = 0 } = pointsIn(world, id);
        const points = awarded - reversed;
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
        if (said.size === 1 || (said.size === 0 && world.isSetAside(id))) return [];
        return [{ instance: id, what: said.size === 0 ? 'it is neither' : 'it is both' }];
      }),
    'all is said of each order that must be': (world) =>
      [...ordersOf(world).keys()].flatMap((id) => {
        const said = saidOf(world, id);
        const ending = said.has('OrderRejected') ? ['ApologySent', 'PointsReversed'] : ['DispatchAnnounced'];
        const unsaid = ['OrderConfirmationSent', 'PointsAwarded', ...ending].filter((type) => !said.has(type));
        return unsaid.length === 0 || world.isSetAside(id)
          ? []
          : [{ instance: id, what: `of it was not said: ${unsaid.join()}` }];
      }),
    'stock is conserved': (world) =>
      [...SKUS, BULK].flatMap((sku) => {
        const items = world.table('warehouse');
        const taken = items
          .filter(({ pk, record }) => String(pk).startsWith('inbox#dispatch-order#') && record)
          .reduce((sum, { record }) => sum + ((record as Record<string, number>)[sku] ?? 0), 0);
        const received = [
          ...new Map(world.stimuli.map(({ data }) => [(data as Received).deliveryId, data as Received])).values(),
        ]
          .flatMap(({ items: lines = [] }) => lines)
          .filter((line) => line.sku === sku)
          .reduce((sum, { quantity }) => sum + quantity, 0);
        const left = stockIn(items, sku);
        if (left + taken === received || deliveriesOf(world).some((id) => world.isSetAside(id))) return [];
        return [{ what: `of ${received} ${sku} ${taken} were taken and ${left} are left` }];
      }),
    'points are those of the order, unless it was rejected': (world) =>
      [...ordersOf(world).values()].flatMap((order) => {
        const { awarded, reversed } = pointsIn(world, order.id);
        const isReversed = reversed !== undefined;
        if (awarded === undefined && !isReversed)
          return world.isSetAside(order.id) ? [] : [{ instance: order.id, what: 'it has no ledger entry' }];
        const rejected = endingsOf(world, order.id).has('OrderRejected');
        if (rejected !== isReversed && !world.isSetAside(order.id))
          return [{ instance: order.id, what: rejected ? 'its points were kept' : 'its points were taken back' }];
        const [has, due] = [(awarded ?? 0) - (reversed ?? 0), isReversed ? 0 : pointsFor(order.total)];
        return has === due ? [] : [{ instance: order.id, what: `it has ${has} points, not ${due}` }];
      }),
    'every order is confirmed': (world) =>
      [...ordersOf(world).keys()].flatMap((id) => {
        const isConfirmed = world.emails.some(({ subject }) => subject === `Your order ${id}`);
        return isConfirmed || world.isSetAside(id) ? [] : [{ instance: id, what: 'no confirmation was sent' }];
      }),
    'no email is sent twice, unless nobody knew that it was sent': (world) =>
      [...new Set(world.emails.map(({ subject }) => subject))].flatMap((subject) => {
        const known = world.emails.filter((email) => email.subject === subject && email.isKnown).length;
        const instance = [...ordersOf(world).keys()].find((id) => subject.split(' ').includes(id));
        return known < 2 ? [] : [{ ...(instance && { instance }), what: `"${subject}" was sent ${known} times` }];
      }),
    'a customer hears how the order ended, and of no other order': (world) => [
      ...[...ordersOf(world).values()].flatMap(({ id, customer }) => {
        const own = world.emails.filter(({ subject }) => subject.split(' ').includes(id));
        const stray = own.find(({ to }) => to.join() !== customer.email);
        const said = endingsOf(world, id);
        const heard = new Set<string>(
          own.flatMap(({ subject }) => ENDINGS.find(([words]) => words.test(subject))?.[1] ?? []),
        );
        if (stray) return [{ instance: id, what: 'an email of it went to another customer' }];
        if (world.isSetAside(id) || (heard.size === said.size && [...said].every((each) => heard.has(each)))) return [];
        return [
          {
            instance: id,
            what: `it was ${[...said].join()}, and its customer heard ${[...heard].join() || 'nothing'}`,
          },
        ];
      }),
    ],
    'personal data is in no log, and in no table but what expires': (world) => {
      const isPersonal = (text: string) => /Name of c-|c-\d+@example/.test(text);
      const logged = world.logs.find(({ line }) => isPersonal(line));
      const kept = world.tables.flatMap((name) =>
        world.table(name).filter((item) => item.expiresAt === undefined && isPersonal(JSON.stringify(item))),
      );
      return [
        ...(logged ? [{ what: `${logged.function} logged it` }] : []),
        ...kept.slice(0, 1).map(({ pk }) => ({ what: `the item ${pk} has it for ever` })),
      ];
    },
  },
});

/** The points that an order was awarded, and those that were taken back, as the two jobs keep them. */
function pointsIn(world: WorldView, order: string): { awarded?: number; reversed?: number } {
  const kept = (job: string) => {
    const item = world.table('rewards').find(({ pk }) => pk === `inbox#${job}#${order}`);
    return (item?.record as { points: number } | undefined)?.points;
  };
  const [awarded, reversed] = [kept('award-points'), kept('reverse-points')];
  return { ...(awarded !== undefined && { awarded }), ...(reversed !== undefined && { reversed }) };
}

const ENDINGS = [
  [/ is on its way$/, 'OrderDispatched'],
  [/^We are sorry /, 'OrderRejected'],
] as const;

interface Received {
  readonly deliveryId?: string;
  readonly items?: readonly { readonly sku: string; readonly quantity: number }[];
}

/** The pieces of an article, in all of its parts. */
const stockIn = (items: ReturnType<WorldView['table']>, sku: string): number =>
  items
    .filter(({ pk }) => pk === `stock#${sku}` || String(pk).startsWith(`stock#${sku}/`))
    .reduce((sum, { available }) => sum + Number(available), 0);

/** The ids of the deliveries that came from outside. */
const deliveriesOf = ({ stimuli }: WorldView): string[] =>
  stimuli.flatMap(({ data }) => (data as Received).deliveryId ?? []);

interface PlacedOrder {
  readonly id: string;
  readonly customer: { readonly id: string; readonly email: string };
  readonly total: { readonly amount: number; readonly currency: string };
}

/** The orders that were placed, by id: not those whose callers gave up before they were. */
function ordersOf(world: WorldView): Map<string, PlacedOrder> {
  const tried = world.stimuli.filter(({ label }) => !world.isGivenUp(label));
  const orders = ordersIn(tried);
  for (const [id, order] of ordersIn(world.stimuli)) if (!orders.has(id) && isPlaced(world, id)) orders.set(id, order);
  return orders;
}

/** Whether an order was said to be placed, or committed to be. */
const isPlaced = (world: WorldView, id: string): boolean =>
  world.events.some(({ type, detail }) => type === 'OrderPlaced' && detail.metadata?.correlationId === id) ||
  world.table('_checkout').some(({ pk, doneAt }) => pk === `inbox#place-order#${id}` && doneAt !== undefined);

/** The orders from outside, by id. */
function ordersIn(stimuli: WorldView['stimuli']): Map<string, PlacedOrder> {
  const orders = stimuli.flatMap(({ data }) => {
    const { order } = data as { order?: PlacedOrder };
    return order ? [order] : [];
  });
  return new Map(orders.map((order) => [order.id, order]));
}

const endingsOf = (world: WorldView, id: string): Set<string> =>
  new Set([...saidOf(world, id)].filter((type) => /^Order(Dispatched|Rejected)$/.test(type)));

/** The types of the events that were said of an order. */
const saidOf = ({ events }: WorldView, id: string): Set<string> =>
  new Set(events.filter(({ detail }) => detail.metadata?.correlationId === id).map(({ type }) => type));
