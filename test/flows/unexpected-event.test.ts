import { entry, firstMetadata, saidTypes } from 'choreography/testing';
import { expect } from 'vitest';
import { OrderPlaced } from '../../events/order-placed.ts';
import { anOrder } from './an-order.ts';
import { story } from './story.ts';

story(
  'an event of a participant unknown to the shop disturbs nobody and is shown at its order',
  async ({ given, when, then }) => {
    const order = anOrder();
    await given.stock(order, 1);
    await when.placed(order);
    await then.ended(order);

    await when.put({
      source: 'shop.loyalty',
      type: 'BadgeGiven',
      detail: { data: { order: { id: order.id }, badge: 'gold' } },
    });

    const view = await then.saidOf(order, 'BadgeGiven');
    expect(view.events.find(({ type }) => type === 'BadgeGiven')).toMatchObject({
      participant: 'loyalty',
      job: null,
      // Nobody knows its contract: it is kept by its shape.
      data: { badge: '***' },
    });
    expect(view.state).toBe('completed');
    expect(view.failures).toEqual([]);
  },
);

story(
  'an event that does not fit its contract is refused by each job, set aside, and shown at its order',
  async ({ given, when, then }) => {
    const order = { ...anOrder(), items: [] };
    const another = anOrder();
    await given.stock(another, 1);
    const eventId = `e-${order.id}`;

    await when.put(
      entry(OrderPlaced, { order }, firstMetadata(eventId, order.id)),
      entry(OrderPlaced, { order: another }),
    );

    const jobs = ['email/confirm-order', 'rewards/award-points', 'warehouse/dispatch-order'];
    const explanation = (job: string) => `Event ${eventId} does not fit what ${job} accepts: detail.data.order.items:`;
    const view = await then.order(
      order,
      ({ failures, events }) => failures.length === jobs.length && events.length > 0,
    );
    expect(view.failures.map(({ participant, job }) => `${participant}/${job}`).sort()).toEqual(jobs);
    for (const failure of view.failures) {
      expect(failure.eventId).toBe(eventId);
      expect(failure.error).toContain(`ContractViolated: ${explanation(`${failure.participant}/${failure.job}`)}`);
    }
    expect(saidTypes(view)).toEqual(['OrderPlaced']);
    expect(view.state).toBe('failed');

    for (const job of jobs) {
      const { requestPayload, responsePayload } = await then.setAside(job, eventId);
      expect(requestPayload.detail).toMatchObject({ data: { order: { id: order.id } } });
      expect(responsePayload.errorType).toBe('ContractViolated');
      expect(responsePayload.errorMessage).toContain(explanation(job));
    }

    const unaffected = await then.ended(another);
    expect(unaffected.state).toBe('completed');
    expect(unaffected.failures).toEqual([]);
  },
);
