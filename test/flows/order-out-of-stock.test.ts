import { saidData, saidTypes, stepStates } from 'choreography/testing';
import { expect } from 'vitest';
import { OrderRejected } from '../../events/order-rejected.ts';
import { anOrder, skuOf } from './an-order.ts';
import { story } from './story.ts';

const OUT_OF_STOCK = [
  'ApologySent',
  'OrderConfirmationSent',
  'OrderPlaced',
  'OrderRejected',
  'PointsAwarded',
  'PointsReversed',
];

story(
  'an order out of stock is rejected, apologised for, and its points are taken back',
  async ({ given, when, then }) => {
    const order = anOrder({ quantity: 4 });
    await given.stock(order, 3);

    await when.placed(order);

    const view = await then.ended(order);
    expect(view.state).toBe('failed');
    expect(stepStates(view)).toEqual({
      ...{ confirmed: 'done', dispatched: 'failed', rewarded: 'done' },
      ...{ apologised: 'done', reversed: 'done' },
    });
    expect(saidTypes(view)).toEqual(OUT_OF_STOCK);
    expect(saidData(view, 'OrderRejected')).toMatchObject({
      reason: 'out-of-stock',
      short: [{ sku: skuOf(order), wanted: 4, available: 3 }],
    });
    expect(await then.stock(order)).toBe(3);
    expect(await then.points(order)).toBe(0);
  },
);

story('a reversal that comes before the award leaves no points', async ({ when, then }) => {
  const order = anOrder({ quantity: 4 });
  const short = [{ sku: skuOf(order), wanted: 4, available: 0 }];

  await when.said(OrderRejected, { order, reason: 'out-of-stock', short });
  await then.saidOf(order, 'PointsReversed');
  await when.placed(order);

  const view = await then.ended(order);
  expect(saidData(view, 'PointsReversed')).toMatchObject({ points: 0, balance: 0 });
  expect(saidData(view, 'PointsAwarded')).toMatchObject({ points: 0, balance: 0 });
  expect(await then.points(order)).toBe(0);
  expect(view.failures).toEqual([]);
});

story('of two orders for the last item one is dispatched and one is rejected', async ({ given, when, then }) => {
  const first = anOrder();
  const second = anOrder({ sku: skuOf(first) });
  await given.stock(first, 1);

  await when.placed(first, second);

  const views = [await then.ended(first), await then.ended(second)];
  expect(views.map(({ state }) => state).sort()).toEqual(['completed', 'failed']);
  const outcomes = views.flatMap(saidTypes).filter((type) => /^Order(Dispatched|Rejected)$/.test(type));
  expect(outcomes.sort()).toEqual(['OrderDispatched', 'OrderRejected']);
  expect(await then.stock(first)).toBe(0);
});
