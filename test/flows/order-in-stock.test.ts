import type { InstanceView } from 'choreography/monitor';
import { entry, firstMetadata, saidTypes, stepStates } from 'choreography/testing';
import { expect } from 'vitest';
import { OrderPlaced } from '../../events/order-placed.ts';
import { anOrder } from './an-order.ts';
import { story } from './story.ts';

const OUTCOMES = ['DispatchAnnounced', 'OrderConfirmationSent', 'OrderDispatched', 'PointsAwarded'];
const IN_STOCK = ['CheckoutCompleted', ...OUTCOMES, 'OrderPlaced'].sort();

story('an order in stock is confirmed, dispatched and rewarded', async ({ given, when, then }) => {
  const order = anOrder({ quantity: 4 });
  await given.stock(order, 10);

  await when.placed(order);

  const view = await then.saidOf(order, 'CheckoutCompleted');
  expect(view.state).toBe('completed');
  expect(stepStates(view)).toEqual({ confirmed: 'done', dispatched: 'done', rewarded: 'done', announced: 'done' });
  expect(saidTypes(view)).toEqual(IN_STOCK);
  expect(view.failures).toEqual([]);
  expect(await then.stock(order)).toBe(6);
  expect(await then.points(order)).toBe(42);
});

story('the same event delivered ten times is acted on once', async ({ given, when, then }) => {
  const order = anOrder();
  await given.stock(order, 10);
  const bystander = await given.bystander(order.id);
  const event = entry(OrderPlaced, { order }, firstMetadata(`e-${order.id}`, order.id));

  await when.put(...Array(10).fill(event));

  // A job that is brought an event again says its outcome again: all ten were handled when each was heard ten times.
  expect(await then.heard(bystander, 10, OUTCOMES)).toEqual(OUTCOMES);
  expect(saidTypes(await then.saidOf(order, 'CheckoutCompleted'))).toEqual(IN_STOCK);
  expect(await then.stock(order)).toBe(9);
  expect(await then.points(order)).toBe(10);
});

story('an order published twice, under two event ids, is acted on once', async ({ given, when, then }) => {
  const order = anOrder();
  await given.stock(order, 10);
  const bystander = await given.bystander(order.id);

  await when.placed(order);
  await then.saidOf(order, 'CheckoutCompleted');
  await when.placed(order);

  expect(await then.heard(bystander, 2, OUTCOMES)).toEqual(OUTCOMES);
  const isKept = ({ events }: InstanceView) => events.filter(({ type }) => type === 'OrderPlaced').length === 2;
  expect(saidTypes(await then.order(order, isKept))).toEqual([...IN_STOCK, 'OrderPlaced'].sort());
  expect(await then.stock(order)).toBe(9);
  expect(await then.points(order)).toBe(10);
});

story('an order sent twice over HTTP goes the same way, once', async ({ given, when, then }) => {
  const order = anOrder();
  await given.stock(order, 10);
  const bystander = await given.bystander(order.id);

  expect(await when.posted(order)).toEqual({ status: 202, body: { orderId: order.id } });
  expect(await when.posted(order)).toEqual({ status: 202, body: { orderId: order.id } });

  // What is known to be said is not said again.
  expect(await then.heard(bystander, 1, OUTCOMES)).toEqual(OUTCOMES);
  const view = await then.saidOf(order, 'CheckoutCompleted');
  expect(saidTypes(view)).toEqual(IN_STOCK);
  expect(view.events.find(({ type }) => type === 'OrderPlaced')).toMatchObject({
    participant: 'checkout',
    job: 'place-order',
  });
  expect(await then.stock(order)).toBe(9);
});

story('what is sent over HTTP and is no order, or another one of the same id, is refused', async ({ when }) => {
  const order = anOrder();
  expect(await when.posted(order)).toMatchObject({ status: 202 });

  expect(await when.posted({ ...order, customer: { ...order.customer, id: 'c-other' } })).toMatchObject({
    status: 409,
  });
  expect(await when.posted({ ...order, total: { amount: 1, currency: 'EUR' } })).toMatchObject({
    status: 422,
    body: { detail: 'order.total: the items add up to 1050 EUR, not 1 EUR (in minor units)' },
  });
  expect(await when.posted({ ...order, items: [] })).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'order.items' }] },
  });
});
