import { entry, firstMetadata, saidData, saidTypes } from 'choreography/testing';
import { expect } from 'vitest';
import { OrderPlaced } from '../../events/order-placed.ts';
import { anOrder } from './an-order.ts';
import { story } from './story.ts';

const JOB = 'warehouse/dispatch-order';

story('what was set aside is given back to its job, as often as one likes, and is done once', async (its) => {
  const { given, when, then } = its;
  const order = anOrder();
  const another = anOrder();
  await given.stock(order, 10);
  const event = entry(OrderPlaced, { order }, firstMetadata(`e-${order.id}`, order.id));
  await given.deadLetter(JOB, event, 'rule');
  await given.deadLetter(JOB, event, 'function');
  await given.deadLetter(JOB, entry(OrderPlaced, { order: another }), 'rule');

  // Two letters of one event are not given back by one command: the second could be the first one come back.
  expect((await when.redriven(JOB, order.id)).out).toContain(`Gave 1 dead letter back to ${JOB}.`);
  expect((await when.redriven(JOB, order.id)).out).toContain(`Gave 1 dead letter back to ${JOB}.`);

  const view = await then.saidOf(order, 'DispatchAnnounced');
  expect(saidTypes(view)).toEqual(['DispatchAnnounced', 'OrderDispatched']);
  expect(saidData(view, 'OrderDispatched')).toMatchObject({ dispatchId: `dispatch-${order.id}` });
  expect(await then.stock(order)).toBe(9);
  // The monitor sees by its next sweep that nothing is set aside any more.
  await then.order(order, ({ failures }) => failures.length === 0);
  expect((await when.redriven(JOB, another.id)).out).toContain('Gave 1 dead letter back');
});
