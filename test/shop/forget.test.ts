import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { projectRoot } from 'choreography/constructs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { synthesized } from '../../packages/choreography/src/testing/synthesized.ts';
import { choreography as command } from '../../packages/choreography/test/cli/dead-letters/command-line.ts';
import { aRuntime } from '../../packages/choreography/test/local/runtime.ts';
import { anOrder } from '../functions/order.ts';

const ADA = { id: 'c-quux', name: 'Wilhelmina Quuxbury', email: 'w.quux@personal.example' };
const BOB = { id: 'c-other', name: 'Bob Other', email: 'bob@other.example' };
const TABLES = ['checkout', 'email', 'warehouse', 'rewards', 'monitor'].map((name) => `checkout_${name}`);

const cdkOut = await synthesized(projectRoot);
let shop: Awaited<ReturnType<typeof aRuntime>>;
const sold = (id: string, customer: typeof ADA) => ({ order: { ...anOrder({ customer }), id } });

beforeAll(async () => {
  shop = await aRuntime(cdkOut);
  const { items } = anOrder();
  await put('shop.supplier', 'StockReceived', { deliveryId: 'd-1', items: [...items, ...items] });
  await shop.runtime.idle();
  await put('shop.checkout', 'OrderPlaced', sold('o-ada', ADA));
  await put('shop.checkout', 'OrderPlaced', sold('o-bob', BOB));
  await put('shop.checkout', 'OrderPlaced', { order: { ...sold('o-broken', ADA).order, items: ADA.name } });
  await shop.runtime.idle();
});
afterAll(() => shop?.runtime.stop());

test('a person is forgotten in every table and queue, once and for all, and what was done for them stays done', async () => {
  const before = await kept();
  expect(before).not.toMatch(NAMED);
  expect(outcomesIn(before)).toEqual({ ada: 4, bob: 4 });
  const stock = await itemsOf('checkout_warehouse', 'stock#');

  const planned = await forget(ADA.id, '--dry-run');
  expect(planned).toMatch(/table checkout_email: .*would mask 2 items/);
  expect(planned).toMatch(/queue checkout_warehouse_dispatch-order_dlq: would remove 1 message\b/);
  expect(await kept()).toBe(before);

  const done = await forget(ADA.id);
  expect(done).toMatch(/table checkout_email: .*masked 2 items/);
  expect(done).toMatch(/the archive checkout keeps events until each event is 30 days old/);
  expect(await kept()).not.toMatch(NAMED);
  expect(outcomesIn(await kept())).toEqual({ ada: 0, bob: 4 });
  expect(await shop.attributesOf('checkout_warehouse_dispatch-order_dlq')).toMatchObject({
    ApproximateNumberOfMessages: '0',
  });
  expect((await forget(ADA.id)).match(/removed [1-9]|masked [1-9]/g)).toBeNull();

  const emails = (await shop.runtime.emails()).length;
  await put('shop.checkout', 'OrderPlaced', sold('o-ada', ADA));
  await shop.runtime.idle();
  expect((await shop.runtime.emails()).length).toBe(emails);
  expect(await itemsOf('checkout_warehouse', 'stock#')).toBe(stock);
});

/** No table has them in clear, forgotten or not: what jobs said is kept as it differs from what they were told. */
const NAMED = /wilhelmina|quuxbury|w\.quux|personal\.example|bob@/i;

/** How many jobs could still say what they said of an order. */
const outcomesIn = (items: string) => {
  const of = (order: string) =>
    items.split('\n').filter((item) => item.includes('"outcome":{"B"') && item.includes(`#${order}"`)).length;
  return { ada: of('o-ada'), bob: of('o-bob') };
};

async function forget(party: string, ...options: string[]): Promise<string> {
  const { out, err } = await command([
    ...['forget', party, cdkOut, '--endpoint-url', shop.runtime.endpoint],
    ...options,
  ]);
  expect(err).toBe('');
  return out;
}

async function put(Source: string, DetailType: string, data: object): Promise<void> {
  const Detail = JSON.stringify({ data });
  await shop.events.send(new PutEventsCommand({ Entries: [{ EventBusName: 'checkout', Source, DetailType, Detail }] }));
}

/** All that stands in the tables, and how much in the queues. */
async function kept(): Promise<string> {
  const tables = await Promise.all(TABLES.map((table) => itemsOf(table, '')));
  const { ApproximateNumberOfMessages } = await shop.attributesOf('checkout_warehouse_dispatch-order_dlq');
  return [...tables, ApproximateNumberOfMessages].join('\n');
}

async function itemsOf(TableName: string, prefix: string): Promise<string> {
  const { Items = [] } = await new DynamoDBClient(shop.access).send(new ScanCommand({ TableName }));
  const own = Items.filter(({ pk }) => pk?.S?.startsWith(prefix)).map((item) => JSON.stringify(item));
  return own.sort().join('\n');
}
