import { GetQueueUrlCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { ParticipantStack, type Setting } from 'choreography/constructs';
import type { InstanceView } from 'choreography/monitor';
import type { Construct } from 'constructs';
import { expect, test, vi } from 'vitest';
import { OrderPlaced } from '../../events/order-placed.ts';
import { OrderRejected } from '../../events/order-rejected.ts';
import { warehouse } from '../../functions/warehouse/participant.ts';
import { MonitorStack } from '../../infra/monitor.ts';
import { anOrder } from '../functions/order.ts';
import { aLocalShop } from '../shop/local-shop.ts';

/** A warehouse that somebody made hear what it says itself. It compiles: the event carries the order. */
class LoopingWarehouse extends ParticipantStack<typeof warehouse> {
  static readonly participant = warehouse;

  constructor(scope: Construct, setting: Setting) {
    super(scope, setting, warehouse);
    this.job('dispatch-order', { items: { '*': ['BatchGetItem', 'UpdateItem', 'PutItem'] } })
      .on(OrderPlaced)
      .on(OrderRejected);
    this.job('receive-stock', { items: { 'stock#*': ['UpdateItem'] } });
  }
}

test('a rule that leads an event back to the job that says it ends at the hop limit, set aside and named', {
  timeout: 60_000,
}, async () => {
  const shop = await aLocalShop([LoopingWarehouse, MonitorStack]);
  try {
    await shop.put('shop.checkout', 'OrderPlaced', { order: anOrder({ id: 'o-loop' }) });
    await shop.idle();
    await vi.waitFor(
      async () => {
        const { body } = await shop.call('monitor_api', 'GET', '/processes/checkout/instances/o-loop');
        expect((JSON.parse(body) as InstanceView).failures).toMatchObject([
          { participant: 'warehouse', job: 'dispatch-order', error: expect.stringContaining('HopLimitReached') },
        ]);
      },
      { timeout: 20_000, interval: 50 },
    );
    const { QueueUrl } = await shop.queues.send(
      new GetQueueUrlCommand({ QueueName: 'checkout_warehouse_dispatch-order_dlq' }),
    );
    const { Messages = [] } = await shop.queues.send(new ReceiveMessageCommand({ QueueUrl }));
    const letter = JSON.parse(Messages[0]?.Body ?? '{}');
    expect(letter.responsePayload).toEqual({
      errorType: 'HopLimitReached',
      errorMessage: expect.stringMatching(
        /^Event \w+ \(OrderRejected\) reached warehouse\/dispatch-order after 32 hops; the limit is 32\. Look for a loop in the routing rules\.$/,
      ),
    });
    expect(letter.requestPayload.detail.metadata).toMatchObject({ hops: 32, correlationId: 'o-loop' });
  } finally {
    await shop.stop();
  }
});
