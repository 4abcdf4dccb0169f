import { expect, it } from 'vitest';
import { anOrder, isSettled, skuOf, theShop } from './shop.ts';

it('an event of a participant unknown to the shop disturbs nobody and is shown at its order', async () => {
  const shop = theShop();
  const order = anOrder();
  await shop.receives(skuOf(order), 1);
  await shop.placed(order);
  await shop.becomes(order.id, isSettled);

  await shop.put({
    Source: 'shop.loyalty',
    DetailType: 'BadgeGiven',
    detail: { data: { order: { id: order.id }, badge: 'gold' } },
  });

  const view = await shop.becomes(order.id, ({ events }) => events.some(({ type }) => type === 'BadgeGiven'));
  expect(view.events.find(({ type }) => type === 'BadgeGiven')).toMatchObject({
    participant: 'loyalty',
    job: null,
    data: { badge: 'gold' },
  });
  expect(view.state).toBe('completed');
  expect(view.failures).toEqual([]);
});

it('an event that does not fit its contract is refused by each job, set aside, and shown at its order', async () => {
  const shop = theShop();
  const order = { ...anOrder(), items: [] };
  const metadata = {
    eventId: `e-${order.id}`,
    correlationId: order.id,
    causationId: null,
    hops: 0,
    version: 1,
    occurredAt: new Date().toISOString(),
  };

  await shop.put({ Source: 'shop.checkout', DetailType: 'OrderPlaced', detail: { metadata, data: { order } } });

  const view = await shop.becomes(order.id, ({ failures }) => failures.length === 3);
  expect(view.failures.map(({ participant, job }) => `${participant}/${job}`).sort()).toEqual([
    'email/confirm-order',
    'rewards/award-points',
    'warehouse/dispatch-order',
  ]);
  for (const { participant, job, eventId, error } of view.failures) {
    expect(eventId).toBe(metadata.eventId);
    expect(error).toContain(
      `ContractViolated: Event ${metadata.eventId} does not fit what ${participant}/${job} accepts: detail.data.order.items:`,
    );
  }
  expect(view.events.map(({ type }) => type)).toEqual(['OrderPlaced']);
  expect(view.state).toBe('open');
});
