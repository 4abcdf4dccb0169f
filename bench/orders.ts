import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { accessTo } from '../tools/aws/endpoint.ts';
import { startRuntime } from '../tools/local/start-runtime.ts';
import { readSettings } from '../tools/settings.ts';
import { synthesize } from '../tools/start/synthesize.ts';

export interface OrderFigures {
  readonly engine: string;
  /** Undefined where the engine does not run. */
  readonly ordersPerSecond: number | undefined;
}

/** Orders under way at once, on every engine: an emulator that has more to do than it can loses events, and never tries again. */
const IN_FLIGHT = 10;

/** How long an engine may take for its orders, in milliseconds. */
const PATIENCE = 180_000;

/**
 * Orders per second through the whole choreography: from the first PutEvents until the monitor says that all are
 * completed, ten at a time. The emulators are those at MINISTACK_URL and LOCALSTACK_URL, to which `deploy:local` deployed.
 */
export async function measureOrders(say: (text: string) => void): Promise<OrderFigures[]> {
  say('orders per second through the whole choreography');
  const local = await onLocalRuntime();
  say(`  local runtime  ${local.toFixed(1)}`);
  const figures: OrderFigures[] = [{ engine: 'local runtime', ordersPerSecond: local }];
  for (const [engine, variable, orders] of [
    ['MiniStack', 'MINISTACK_URL', 60],
    ['LocalStack', 'LOCALSTACK_URL', 30],
  ] as const) {
    const endpoint = process.env[variable];
    const rate = endpoint ? await measure(endpoint, orders) : undefined;
    say(
      `  ${engine.padEnd(13)}  ${rate === undefined ? `skipped: set ${variable} to where it runs` : `${rate.toFixed(1)}  (the local runtime is ${(local / rate).toFixed(1)} times as fast)`}`,
    );
    figures.push({ engine, ordersPerSecond: rate });
  }
  return figures;
}

async function onLocalRuntime(): Promise<number> {
  const cdkOut = mkdtempSync(join(tmpdir(), 'bench-'));
  const { synth } = readSettings();
  await synthesize({ ...synth, environment: { ...synth.environment, CDK_OUTDIR: cdkOut } }).done;
  const runtime = await startRuntime({ cdkOut, port: 0 });
  try {
    return await measure(runtime.endpoint, 200);
  } finally {
    await runtime.stop();
    rmSync(cdkOut, { recursive: true });
  }
}

async function measure(endpoint: string, orders: number): Promise<number> {
  const access = accessTo(endpoint);
  const bus = new EventBridgeClient({ ...access });
  const tables = new DynamoDBClient({ ...access });
  const sku = `bench-${randomUUID()}`;
  const run = randomUUID();
  const put = (source: string, type: string, all: object[]) =>
    bus.send(
      new PutEventsCommand({
        Entries: all.map((data) => ({
          Source: source,
          DetailType: type,
          EventBusName: 'checkout',
          Detail: JSON.stringify({ data }),
        })),
      }),
    );
  const place = async (from: number, to: number) => {
    for (let n = from; n < to; n += 10)
      await put(
        'shop.checkout',
        'OrderPlaced',
        Array.from({ length: Math.min(10, to - n) }, (_, i) => ({ order: anOrder(`${run}-${n + i}`, sku) })),
      );
  };
  const until = async (count: number) => {
    const deadline = Date.now() + PATIENCE;
    while ((await completed(tables, run)) < count) {
      if (Date.now() > deadline) throw new Error(`${endpoint}: not all of ${count} orders were completed in time.`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };

  await put('shop.supplier', 'StockReceived', [{ deliveryId: run, items: [{ sku, quantity: 100_000 }] }]);
  await new Promise((resolve) => setTimeout(resolve, 2000));
  await place(0, 10);
  await until(10);
  const began = performance.now();
  for (let n = 10; n < orders + 10; n += IN_FLIGHT) {
    await place(n, n + IN_FLIGHT);
    await until(n + IN_FLIGHT);
  }
  return orders / ((performance.now() - began) / 1000);
}

/** How many orders of a run the monitor knows to be completed. */
async function completed(tables: DynamoDBClient, run: string): Promise<number> {
  let count = 0;
  let ExclusiveStartKey: Record<string, never> | undefined;
  do {
    const page = await tables.send(
      new ScanCommand({
        TableName: 'checkout_monitor',
        FilterExpression: 'begins_with(pk, :run) AND sk = :header AND attribute_exists(completedSaid)',
        ExpressionAttributeValues: { ':run': { S: `order#${run}` }, ':header': { S: 'header#checkout' } },
        Select: 'COUNT',
        ...(ExclusiveStartKey && { ExclusiveStartKey }),
      }),
    );
    count += page.Count ?? 0;
    ExclusiveStartKey = page.LastEvaluatedKey as Record<string, never> | undefined;
  } while (ExclusiveStartKey);
  return count;
}

function anOrder(id: string, sku: string): object {
  const price = { amount: 1050, currency: 'EUR' };
  return {
    id,
    customer: { id: `c-${id}`, name: 'Grace Hopper', email: 'grace@example.com' },
    items: [{ sku, name: 'Compiler', quantity: 1, unitPrice: price }],
    total: price,
  };
}
