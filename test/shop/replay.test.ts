import { DescribeArchiveCommand, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { projectRoot } from 'choreography/constructs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { synthesized } from '../../packages/choreography/src/testing/synthesized.ts';
import { choreography as command } from '../../packages/choreography/test/cli/dead-letters/command-line.ts';
import { aRuntime } from '../../packages/choreography/test/local/runtime.ts';
import { anOrder } from '../functions/order.ts';

let shop: Awaited<ReturnType<typeof aRuntime>>;
beforeAll(async () => {
  shop = await aRuntime(await synthesized(projectRoot));
});
afterAll(() => shop?.runtime.stop());

async function put(Source: string, DetailType: string, data: object): Promise<void> {
  const Entries = [{ EventBusName: 'checkout', Source, DetailType, Detail: JSON.stringify({ data }) }];
  await shop.events.send(new PutEventsCommand({ Entries }));
  await shop.runtime.idle();
}
const archived = async () =>
  (await shop.events.send(new DescribeArchiveCommand({ ArchiveName: 'checkout' }))).EventCount;

test('three replays leave the archive as it is, and do nothing twice', async () => {
  const { items } = anOrder();
  await put('shop.supplier', 'StockReceived', { deliveryId: 'd-1', items });
  await put('shop.checkout', 'OrderPlaced', { order: anOrder() });
  const before = await archived();
  expect(before).toBe(7);
  const emails = (await shop.runtime.emails()).length;
  for (let time = 0; time < 3; time++) {
    const span = ['--from', '2020-01-01T00:00:00Z', '--to', new Date(Date.now() + 86_400_000).toISOString()];
    expect((await command(['replay', ...span, '--endpoint-url', shop.runtime.endpoint])).err).toBe('');
    await shop.runtime.idle();
    expect(await archived()).toBe(before);
  }
  expect(await shop.runtime.emails()).toHaveLength(emails);
});
