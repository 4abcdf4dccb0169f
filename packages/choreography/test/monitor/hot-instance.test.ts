import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { accessTo } from '#cli/aws/endpoint.ts';
import type { InstanceView, RecordedEvent } from '#monitor/api-types.ts';
import { aMonitoredShop, anOrderOf, type MonitoredShop } from '../../../../test/page/monitored-shop.ts';

const EVENTS = 2000;

/** How many batches of PutEvents are on their way at once. */
const AT_ONCE = 8;

describe('An order of which two thousand events are heard at the same time', () => {
  let shop: MonitoredShop;
  beforeAll(async () => {
    shop = await aMonitoredShop();
  }, 180_000);
  afterAll(() => shop?.stop());

  test('has them all, read page by page, and the state that one of each would give it', async () => {
    await shop.receive('sku-a', 9);
    await shop.place(anOrderOf('o-hot', 'sku-a'));
    await shop.idle();
    const award = (await view()).events.find(({ type }) => type === 'PointsAwarded');
    const bus = new EventBridgeClient({ ...accessTo(shop.endpoint) });
    const batches = Array.from({ length: EVENTS / 10 }, (_, batch) => batch);
    // Of every ten one is known to the process, and earlier than the one before: it changes the order's header.
    const entry = (n: number) => ({
      EventBusName: 'checkout',
      ...(n % 10 === 0
        ? { Source: 'shop.rewards', DetailType: 'PointsAwarded' }
        : { Source: 'shop.pricing', DetailType: 'OrderPriced' }),
      Detail: JSON.stringify({
        metadata: {
          ...{ eventId: `again-${n}`, correlationId: 'o-hot', causationId: award?.causationId, hops: 1, version: 1 },
          ...{ occurredAt: new Date(Date.parse(String(award?.at)) - n - 1).toISOString() },
          producer: 'rewards/award-points',
        },
        data: award?.data,
      }),
    });
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        for (let batch = batches.shift(); batch !== undefined; batch = batches.shift()) {
          const first = batch * 10;
          await bus.send(new PutEventsCommand({ Entries: Array.from({ length: 10 }, (_, i) => entry(first + i)) }));
        }
      }),
    );
    bus.destroy();
    await vi.waitFor(async () => expect(await allEvents()).toHaveLength(EVENTS + 6), {
      timeout: 240_000,
      interval: 1000,
    });
    expect(JSON.parse(await shop.choreography('trace', 'o-hot', '--json')).events).toHaveLength(EVENTS + 6);
    const { state, steps, failures } = await view();
    expect({ state, failures }).toEqual({ state: 'completed', failures: [] });
    const first = new Date(Date.parse(String(award?.at)) - (EVENTS - 9)).toISOString();
    expect(steps.find(({ name }) => name === 'rewarded')).toMatchObject({ state: 'done', at: first });
  }, 300_000);

  const view = async (cursor = ''): Promise<InstanceView> =>
    (await (
      await fetch(new URL(`api/processes/checkout/instances/o-hot?cursor=${cursor}`, shop.url))
    ).json()) as InstanceView;

  async function allEvents(): Promise<RecordedEvent[]> {
    const events: RecordedEvent[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: InstanceView = await view(cursor);
      events.push(...page.events);
      cursor = page.cursor;
    }
    return events;
  }
});
