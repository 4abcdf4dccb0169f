import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { Order } from '../../events/fragments/order.ts';
import { accessTo } from '../../packages/choreography/src/cli/aws/endpoint.ts';
import { serveMonitor } from '../../packages/choreography/src/cli/monitor/serve-monitor.ts';
import { readSettings } from '../../packages/choreography/src/cli/project/settings.ts';
import { startRuntime } from '../../packages/choreography/src/local/start-runtime.ts';
import { synthesized } from '../../packages/choreography/src/testing/synthesized.ts';
import { awsCli } from '../../packages/choreography/test/aws-cli/aws-cli.ts';

/** An entry of PutEvents. */
export interface Entry {
  readonly source: string;
  readonly type: string;
  readonly detail: unknown;
}

/**
 * The whole shop on a local runtime of its own, with its monitor served as `choreography monitor` serves it, and what its
 * users do.
 */
export async function aMonitoredShop() {
  const { monitor } = readSettings();
  const runtime = await startRuntime({ cdkOut: await synthesized(process.cwd()), port: 0 });
  const access = accessTo(runtime.endpoint);
  const served = await serveMonitor(access, monitor, 0);
  const bus = new EventBridgeClient({ ...access });
  const put = async (...entries: Entry[]) => {
    const Entries = entries.map(({ source, type, detail }) => ({
      ...{ EventBusName: 'checkout', Source: source, DetailType: type },
      Detail: JSON.stringify(detail),
    }));
    const { FailedEntryCount } = await bus.send(new PutEventsCommand({ Entries }));
    if (FailedEntryCount) throw new Error(`The bus refused ${FailedEntryCount} events.`);
  };
  return {
    url: served.url,
    endpoint: runtime.endpoint,
    put,

    /** What the AWS CLI prints. */
    aws: async (...words: string[]) => String(await awsCli(runtime.endpoint, ...words)),

    /** Goods arrive, and the warehouse has them in stock. */
    async receive(sku: string, quantity: number) {
      const data = { deliveryId: `d-${sku}`, items: [{ sku, quantity }] };
      await put({ source: 'shop.supplier', type: 'StockReceived', detail: { data } });
      await runtime.idle();
    },

    /** A customer places an order; other order data may be given, right or wrong. */
    place: (order: Order | object) =>
      put({ source: 'shop.checkout', type: 'OrderPlaced', detail: { data: { order } } }),

    /** Runs a command of this project against the shop; answers what it printed. */
    choreography: (...words: string[]) => choreography([...words, '--endpoint-url', runtime.endpoint]),

    /** Holds, moves or releases the shop's clock. */
    async clock(order: { hold: true } | { release: true } | { moveBy: string }) {
      const body = JSON.stringify(order);
      const answer = await fetch(`${runtime.endpoint}/_local/clock`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      if (!answer.ok) throw new Error(await answer.text());
    },

    idle: () => runtime.idle(),
    async stop() {
      bus.destroy();
      await served.stop();
      await runtime.stop();
    },
  };
}

export type MonitoredShop = Awaited<ReturnType<typeof aMonitoredShop>>;

async function choreography(words: readonly string[]): Promise<string> {
  // An order of very many events is told in some megabytes.
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['packages/choreography/bin/choreography.mjs', ...words],
    { env: { ...process.env, ...CREDENTIALS }, maxBuffer: 2 ** 26 },
  );
  return stdout;
}

const CREDENTIALS = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_DEFAULT_REGION: 'us-east-1' };

/** An order of one article, with an id that can be read on the screen. */
export const anOrderOf = (id: string, sku: string, quantity = 1): Order => ({
  id,
  customer: { id: `c-${id}`, name: 'Grace Hopper', email: 'grace@example.com' },
  items: [{ sku, name: 'Compiler', quantity, unitPrice: { amount: 1050, currency: 'EUR' } }],
  total: { amount: 1050 * quantity, currency: 'EUR' },
});
