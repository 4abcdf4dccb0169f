import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { monitorAt } from 'choreography/src/cli/trace/ask-monitor.ts';
import { createApp } from 'choreography/src/constructs/create-app.ts';
import { ParticipantStack } from 'choreography/src/constructs/participant-stack.ts';
import type { Setting } from 'choreography/src/constructs/setting.ts';
import { HOP_LIMIT } from 'choreography/src/jobs/incoming.ts';
import type { Construct } from 'constructs';
import { afterAll, expect, test, vi } from 'vitest';
import { OrderPlaced } from '../../events/order-placed.ts';
import { OrderRejected } from '../../events/order-rejected.ts';
import { warehouse } from '../../functions/warehouse/participant.ts';
import { choreography, NAMES } from '../../infra/choreography.ts';
import { MonitorStack } from '../../infra/monitor.ts';
import { aRuntime } from '../../packages/choreography/test/local/runtime.ts';
import { anOrder } from '../functions/order.ts';

const cdkOut = mkdtempSync(join(tmpdir(), 'loop-'));
afterAll(() => rmSync(cdkOut, { recursive: true }));
process.env.CDK_VALIDATION = 'false';

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

test('a rule that leads an event back to the job that says it ends at the hop limit, set aside and named', async () => {
  const app = createApp(cdkOut);
  choreography(app, { ...NAMES, stage: undefined }, [LoopingWarehouse, MonitorStack]);
  app.synth();
  const { runtime, events, messageIn, access } = await aRuntime(cdkOut);
  try {
    const order = anOrder({ id: 'o-loop' });
    const Detail = JSON.stringify({ data: { order } });
    await events.send(
      new PutEventsCommand({
        Entries: [{ EventBusName: 'checkout', Source: 'shop.checkout', DetailType: 'OrderPlaced', Detail }],
      }),
    );

    await runtime.idle();
    await vi.waitFor(async () => {
      const [view] = await monitorAt(access, 'checkout_monitor_api')('o-loop');
      expect(view?.failures).toMatchObject([
        { participant: 'warehouse', job: 'dispatch-order', error: expect.stringContaining('HopLimitReached') },
      ]);
    });
    const letter = JSON.parse((await messageIn('checkout_warehouse_dispatch-order_dlq')).Body ?? '');
    expect(letter.responsePayload).toEqual({
      errorType: 'HopLimitReached',
      errorMessage: expect.stringMatching(
        /^Event \w+ \(OrderRejected\) reached warehouse\/dispatch-order after 32 hops; the limit is 32\. Look for a loop in the routing rules\.$/,
      ),
    });
    expect(letter.requestPayload.detail.metadata).toMatchObject({ hops: HOP_LIMIT, correlationId: 'o-loop' });
  } finally {
    await runtime.stop();
  }
});
