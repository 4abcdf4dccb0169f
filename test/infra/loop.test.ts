import { ParticipantStack, type Setting } from 'choreography/constructs';
import type { InstanceView } from 'choreography/monitor';
import type { Construct } from 'constructs';
import { expect, test } from 'vitest';
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
    this.job('dispatch-order', { items: { '*': ['GetItem', 'BatchGetItem', 'UpdateItem', 'PutItem'] } })
      .on(OrderPlaced)
      .on(OrderRejected);
    this.job('receive-stock', { items: { 'stock#*': ['UpdateItem'] } });
  }
}

test('a rule that leads an event back to the job that says it brings the job nothing new, and ends there', {
  timeout: 60_000,
}, async () => {
  const shop = await aLocalShop([LoopingWarehouse, MonitorStack]);
  try {
    await shop.put('shop.checkout', 'OrderPlaced', { order: anOrder({ id: 'o-loop' }) });
    await shop.idle();
    const { body } = await shop.call('monitor_api', 'GET', '/processes/checkout/instances/o-loop');
    const { events, failures } = JSON.parse(body) as InstanceView;
    expect([events.map(({ type }) => type), failures]).toEqual([['OrderPlaced', 'OrderRejected'], []]);
    const handled = shop.notices.filter(
      (notice) => notice.kind === 'handled' && notice.function === 'checkout_warehouse_dispatch-order',
    );
    expect(handled).toHaveLength(2);
  } finally {
    await shop.stop();
  }
});
