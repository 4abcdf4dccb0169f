import { resolve } from 'node:path';
import { stimulus } from 'choreography/simulation';
import { describe, expect, test } from 'vitest';
import { OrderPlaced } from '../../events/order-placed.ts';
import { StockReceived } from '../../events/stock-received.ts';
import { Faults } from '../../packages/choreography/src/simulation/faults/faults.ts';
import { stimulate } from '../../packages/choreography/src/simulation/world/stimulate.ts';
import { BEGINNING, World } from '../../packages/choreography/src/simulation/world/world.ts';
import { worldView } from '../../packages/choreography/src/simulation/world/world-view.ts';
import { anOrder } from '../functions/order.ts';
import { ROOT, synthesized } from './synthesized.ts';

/** Without the monitor, which no participant needs. */
const stacks = (await synthesized()).stacks.filter(({ name }) => !name.endsWith('Monitor'));
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const ORDERS = 50;
/** Whatever is out is out for an hour from here on. */
const OUT_FROM = BEGINNING + 5 * MINUTE;

/** One service answers 503 for an hour. */
class AnHoursOutage extends Faults {
  constructor(private readonly service: string) {
    super(new Set());
  }

  override isOut(service: string, now: number): boolean {
    return service === this.service && now >= OUT_FROM && now < OUT_FROM + HOUR;
  }
}

/** The shop with fifty orders in the hour in which something is out, until all is done. */
async function afterAnHourWithout(service: string, act: (world: World, isOut: boolean) => void = () => {}) {
  const world = new World(1, new AnHoursOutage(service), stacks, resolve(ROOT, 'build/source-maps'));
  await world.start();
  const stimuli = [
    stimulus('stock', 0, StockReceived, { deliveryId: 'd-1', items: [{ sku: 'TEA', quantity: 1000 }] }),
    ...Array.from({ length: ORDERS }, (_, at) => {
      const items = [{ ...anOrder().items[0], sku: 'TEA', quantity: 1 }] as ReturnType<typeof anOrder>['items'];
      const customer = { ...anOrder().customer, id: `c-${at}`, email: `c-${at}@example.com` };
      return stimulus(`o-${at}`, 6 * MINUTE + at * MINUTE, OrderPlaced, {
        order: anOrder({ id: `o-${at}`, items, customer }),
      });
    }),
  ];
  for (const each of stimuli)
    world.clock.after(each.at, () => void world.inFlight.track(() => stimulate(world, 'checkout', world.seed, each)));
  await world.run(OUT_FROM);
  act(world, true);
  await world.run(OUT_FROM + HOUR);
  act(world, false);
  const before = worldView(world, stimuli).emails.length;
  await world.run(OUT_FROM + 3 * HOUR);
  return { world, before, view: worldView(world, stimuli) };
}

/** No function has an environment to run in. */
const throttled = (world: World, isOut: boolean) => {
  for (const { config } of world.services.functions.all())
    Object.assign(config, { reservedConcurrency: isOut ? 0 : undefined });
};

describe('After an hour', { timeout: 300_000 }, () => {
  test.each([
    ['DynamoDB', 'dynamodb', undefined],
    ['SES', 'ses', undefined],
    ['any function that runs', 'none', throttled],
  ] as const)('without %s, nothing is a dead letter, and all is done, once', async (_, service, act) => {
    const { world, view, before } = await afterAnHourWithout(service, act);
    try {
      const letters = view.queues.filter((name) => name.endsWith('_dlq')).flatMap((name) => view.queue(name));
      expect(letters).toEqual([]);
      expect(before).toBeLessThan(ORDERS);
      expect(view.emails).toHaveLength(2 * ORDERS);
      expect(new Set(view.emails.map(({ subject }) => subject)).size).toBe(2 * ORDERS);
      const once = (type: string) =>
        new Set(view.events.filter((event) => event.type === type).map(({ detail }) => detail.metadata?.eventId)).size;
      for (const type of ['OrderConfirmationSent', 'OrderDispatched', 'PointsAwarded', 'DispatchAnnounced'])
        expect([type, once(type)]).toEqual([type, ORDERS]);
      const stock = view.table('warehouse').filter(({ pk }) => /^stock#TEA(\/|$)/.test(String(pk)));
      expect(stock.reduce((sum, { available }) => sum + Number(available), 0)).toBe(1000 - ORDERS);
      expect(view.table('rewards').filter(({ pk }) => String(pk).startsWith('balance#'))).toHaveLength(ORDERS);
      expect(world.notices.filter(({ kind }) => kind === 'event-lost' || kind === 'access-denied')).toEqual([]);
    } finally {
      await world.stop();
    }
  });
});
