import { expect, it } from 'vitest';
import { anOrder, isSettled, said, skuOf, stepStates, theShop } from './shop.ts';

const IN_STOCK = [
  'CheckoutCompleted',
  'DispatchAnnounced',
  'OrderConfirmationSent',
  'OrderDispatched',
  'OrderPlaced',
  'PointsAwarded',
];

it('an order in stock is confirmed, dispatched and rewarded', async () => {
  const shop = theShop();
  const order = anOrder({ quantity: 4 });
  await shop.receives(skuOf(order), 10);

  await shop.placed(order);

  const view = await shop.becomes(order.id, ({ events }) => events.some(({ type }) => type === 'CheckoutCompleted'));
  expect(view.state).toBe('completed');
  expect(stepStates(view)).toEqual({ confirmed: 'done', dispatched: 'done', rewarded: 'done', announced: 'done' });
  expect(await shop.stockOf(skuOf(order))).toBe(6);
  expect(await shop.pointsOf(order.customer.id)).toBe(42);
  expect(said(view)).toEqual(IN_STOCK);
  expect(view.failures).toEqual([]);
});

it('the same event delivered ten times is acted on once', async () => {
  const shop = theShop();
  const order = anOrder();
  await shop.receives(skuOf(order), 10);
  const metadata = {
    eventId: `e-${order.id}`,
    correlationId: order.id,
    causationId: null,
    hops: 0,
    version: 1,
    occurredAt: new Date().toISOString(),
  };

  await shop.put(
    ...Array(10).fill({ Source: 'shop.checkout', DetailType: 'OrderPlaced', detail: { metadata, data: { order } } }),
  );

  await shop.becomes(order.id, isSettled);
  const view = await shop.afterAll(order.id);
  expect(said(view)).toEqual(IN_STOCK);
  expect(await shop.stockOf(skuOf(order))).toBe(9);
  expect(await shop.pointsOf(order.customer.id)).toBe(10);
});

it('an order published twice, under two event ids, is acted on once', async () => {
  const shop = theShop();
  const order = anOrder();
  await shop.receives(skuOf(order), 10);

  await shop.placed(order);
  await shop.becomes(order.id, isSettled);
  await shop.placed(order);

  await shop.becomes(order.id, ({ events }) => events.filter(({ type }) => type === 'OrderPlaced').length === 2);
  const view = await shop.afterAll(order.id);
  expect(said(view)).toEqual([...IN_STOCK, 'OrderPlaced'].sort());
  expect(await shop.stockOf(skuOf(order))).toBe(9);
  expect(await shop.pointsOf(order.customer.id)).toBe(10);
});

it('an order placed over HTTP goes the same way, once', async () => {
  const shop = theShop();
  const order = anOrder();
  await shop.receives(skuOf(order), 10);
  const post = (body: unknown) => shop.call('checkout_checkout_place-order', 'POST', '/', body);

  expect(await post({ order })).toEqual({ status: 202, body: { orderId: order.id } });
  expect(await post({ order })).toEqual({ status: 202, body: { orderId: order.id } });
  expect(await post({ order: { ...order, customer: { ...order.customer, id: 'c-other' } } })).toMatchObject({
    status: 409,
  });
  expect(await post({ order: { ...order, total: { amount: 1, currency: 'EUR' } } })).toEqual({
    status: 400,
    body: { error: 'order.total: the items add up to 1050 EUR, not 1 EUR (in minor units)' },
  });
  expect(await post({ order: { ...order, items: [] } })).toMatchObject({
    status: 400,
    body: { error: expect.stringContaining('body.order.items') },
  });

  await shop.becomes(order.id, isSettled);
  const view = await shop.afterAll(order.id);
  expect(said(view)).toEqual(IN_STOCK);
  expect(view.events[0]).toMatchObject({ type: 'OrderPlaced', participant: 'checkout', job: 'place-order' });
});
