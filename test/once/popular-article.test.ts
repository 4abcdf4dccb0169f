import type { EventHandler } from 'choreography/jobs';
import { AS_LONG_AS_IT_TAKES, attempt, aWorkbench, type Workbench } from 'choreography/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { anOrder, delivered } from '../functions/order.ts';

const ORDERS = 300;

let bench: Workbench;
let jobs: Record<'dispatch' | 'receive', EventHandler>;
beforeAll(async () => {
  bench = await aWorkbench();
  jobs = {
    dispatch: (await import('../../functions/warehouse/dispatch-order.ts')).handler,
    receive: (await import('../../functions/warehouse/receive-stock.ts')).handler,
  };
});
afterAll(() => bench.stop());

const deliver = (job: keyof typeof jobs, id: string, data: object) =>
  attempt((context) => jobs[job]({ ...delivered('shop.test', 'Test', { data }), id }, context), [], id);

/** Places three hundred orders at once for one piece of an article each. */
async function sell(sku: string, pieces: number) {
  await deliver('receive', `d-${sku}`, { deliveryId: sku, items: [{ sku, quantity: pieces }] });
  const items = anOrder()
    .items.slice(0, 1)
    .map((item) => ({ ...item, sku, quantity: 1 }));
  const attempts = await Promise.all(
    Array.from({ length: ORDERS }, (_, n) =>
      deliver('dispatch', `e-${sku}-${n}`, { order: anOrder({ id: `${sku}-${n}`, items }) }),
    ),
  );
  expect(attempts.map(({ error }) => error).filter(Boolean)).toEqual([]);
  const said = attempts.flatMap((each) => each.said.map(({ DetailType }) => DetailType));
  const tries = attempts.map(({ calls }) => calls.filter((call) => call === 'TransactWriteItems').length);
  const parts = (await bench.items()).filter(({ pk }) => pk.startsWith(`stock#${sku}`));
  return {
    dispatched: said.filter((type) => type === 'OrderDispatched').length,
    rejected: said.filter((type) => type === 'OrderRejected').length,
    parts: parts.length,
    left: parts.reduce((sum, { available }) => sum + Number(available), 0),
    mostTries: Math.max(...tries),
  };
}

test('three hundred orders at once for a popular article are all dispatched', AS_LONG_AS_IT_TAKES, async () => {
  const { mostTries, ...ended } = await sell('POPULAR', 100_000);
  expect(ended).toEqual({ dispatched: ORDERS, rejected: 0, parts: 16, left: 100_000 - ORDERS });
  expect(mostTries).toBeLessThanOrEqual(3);
});

test(
  'of three hundred orders at once for two hundred pieces each piece is sold once',
  AS_LONG_AS_IT_TAKES,
  async () => {
    const { mostTries, ...ended } = await sell('SCARCE', 200);
    expect(ended).toEqual({ dispatched: 200, rejected: 100, parts: 16, left: 0 });
    expect(mostTries).toBeLessThanOrEqual(7);
  },
);
