import { expect, it } from 'vitest';
import { OrderRejected } from '../../events/order-rejected.ts';
import { anOrder, isSettled, said, skuOf, stepStates, theShop } from './shop.ts';

const OUT_OF_STOCK = [
  'ApologySent',
  'OrderConfirmationSent',
  'OrderPlaced',
  'OrderRejected',
  'PointsAwarded',
  'PointsReversed',
];

it('an order out of stock is rejected, apologised for, and its points are taken back', async () => {
  const shop = theShop();
  const order = anOrder({ quantity: 4 });
  await shop.receives(skuOf(order), 3);

  await shop.placed(order);

  const view = await shop.becomes(order.id, isSettled);
  expect(view.state).toBe('failed');
  expect(stepStates(view)).toEqual({
    confirmed: 'done',
    dispatched: 'failed',
    rewarded: 'done',
    apologised: 'done',
    reversed: 'done',
  });
  expect(said(view)).toEqual(OUT_OF_STOCK);
  expect(view.events.find(({ type }) => type === 'OrderRejected')?.data).toMatchObject({
    reason: 'out-of-stock',
    short: [{ sku: skuOf(order), wanted: 4, available: 3 }],
  });
  expect(await shop.stockOf(skuOf(order))).toBe(3);
  expect(await shop.pointsOf(order.customer.id)).toBe(0);
});

it('a reversal that comes before the award leaves no points', async () => {
  const shop = theShop();
  const order = anOrder({ quantity: 4 });
  const short = [{ sku: skuOf(order), wanted: 4, available: 0 }] as const;

  await shop.says(OrderRejected, { order, reason: 'out-of-stock', short: [...short] });
  await shop.becomes(order.id, ({ events }) => events.some(({ type }) => type === 'PointsReversed'));
  await shop.placed(order);

  const view = await shop.becomes(order.id, isSettled);
  expect(await shop.pointsOf(order.customer.id)).toBe(0);
  const points = (type: string) => view.events.find((event) => event.type === type)?.data;
  expect(points('PointsReversed')).toMatchObject({ points: 0, balance: 0 });
  expect(points('PointsAwarded')).toMatchObject({ points: 0, balance: 0 });
  expect(view.failures).toEqual([]);
});

it('of two orders for the last item one is dispatched and one is rejected', async () => {
  const shop = theShop();
  const first = anOrder();
  const sku = skuOf(first);
  const second = anOrder({ sku });
  await shop.receives(sku, 1);

  await shop.placed(first, second);

  const views = [await shop.becomes(first.id, isSettled), await shop.becomes(second.id, isSettled)];
  expect(views.map(({ state }) => state).sort()).toEqual(['completed', 'failed']);
  expect(await shop.stockOf(sku)).toBe(0);
});
