import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { projectRoot } from 'choreography/constructs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { synthesized } from '../../packages/choreography/src/testing/synthesized.ts';
import { aRuntime } from '../../packages/choreography/test/local/runtime.ts';
import { anOrder } from '../functions/order.ts';

let shop: Awaited<ReturnType<typeof aRuntime>>;
beforeAll(async () => {
  shop = await aRuntime(await synthesized(projectRoot));
});
afterAll(() => shop?.runtime.stop());

const put = (Source: string, DetailType: string, data: object) =>
  shop.events.send(
    new PutEventsCommand({
      Entries: [{ EventBusName: 'checkout', Source, DetailType, Detail: JSON.stringify({ data }) }],
    }),
  );
const types = () => shop.notices.flatMap((notice) => (notice.kind === 'event' ? [notice.detailType] : [])).sort();

test('an order waits for nothing but the batch of the monitor, which is a second', async () => {
  const { clock } = shop.runtime;
  await put('shop.supplier', 'StockReceived', { deliveryId: 'd-1', items: anOrder().items });
  await shop.runtime.idle();
  clock.hold();
  await put('shop.checkout', 'OrderPlaced', { order: anOrder() });
  await shop.runtime.settled();
  const steps = ['DispatchAnnounced', 'OrderConfirmationSent', 'OrderDispatched', 'OrderPlaced', 'PointsAwarded'];
  expect(types()).toEqual([...steps, 'StockReceived']);
  await clock.moveBy(999);
  expect(types()).not.toContain('CheckoutCompleted');
  await clock.moveBy(1);
  await shop.runtime.settled();
  expect(types()).toContain('CheckoutCompleted');
});
