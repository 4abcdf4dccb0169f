import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { vi } from 'vitest';
import type { EventContract, EventData } from '../../events/define-event.ts';
import type { Order } from '../../events/fragments/order.ts';
import { OrderPlaced } from '../../events/order-placed.ts';
import { StockReceived } from '../../events/stock-received.ts';
import type { OrderView } from '../../functions/monitor/order-view.ts';
import { engine } from '../engine/engine.ts';

/** How long a story waits for what must happen, in milliseconds. */
const PATIENCE = { timeout: 60_000, interval: 200 };

/** The shop on the engine, spoken to through nothing but AWS's APIs. */
export function theShop() {
  const bus = new EventBridgeClient(engine());
  const lambda = new LambdaClient(engine());
  const tables = DynamoDBDocumentClient.from(new DynamoDBClient(engine()));

  const put = async (...entries: { Source: string; DetailType: string; detail: object }[]) => {
    const Entries = entries.map(({ Source, DetailType, detail }) => ({
      Source,
      DetailType,
      Detail: JSON.stringify(detail),
      EventBusName: 'checkout',
    }));
    const { FailedEntryCount } = await bus.send(new PutEventsCommand({ Entries }));
    if (FailedEntryCount) throw new Error(`The bus refused ${FailedEntryCount} of ${entries.length} events.`);
  };
  const call = async (
    FunctionName: string,
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ status: number; body: unknown }> => {
    const request = {
      version: '2.0',
      rawPath: path,
      rawQueryString: '',
      headers: {},
      requestContext: { http: { method, path } },
      body: JSON.stringify(body),
    };
    const { Payload, FunctionError } = await lambda.send(
      new InvokeCommand({ FunctionName, Payload: JSON.stringify(request) }),
    );
    const answer = JSON.parse(Buffer.from(Payload ?? []).toString('utf8'));
    if (FunctionError) throw new Error(`${FunctionName} failed: ${JSON.stringify(answer)}`);
    return { status: answer.statusCode, body: JSON.parse(answer.body) };
  };
  const item = async (table: string, pk: string) =>
    (await tables.send(new GetCommand({ TableName: `checkout_${table}`, Key: { pk }, ConsistentRead: true }))).Item;

  const shop = {
    /** Says an event, as whoever may say it; metadata is left out, as the AWS CLI would. */
    says: <Contract extends EventContract>({ source, type }: Contract, data: EventData<Contract>, metadata?: object) =>
      put({ Source: source, DetailType: type, detail: { ...(metadata && { metadata }), data } }),
    put,
    placed: (...orders: Order[]) =>
      put(
        ...orders.map((order) => ({
          Source: OrderPlaced.source,
          DetailType: OrderPlaced.type,
          detail: { data: { order } },
        })),
      ),
    call,
    stockOf: async (sku: string) => Number((await item('warehouse', `stock#${sku}`))?.available ?? 0),
    pointsOf: async (customer: string) => Number((await item('rewards', `balance#${customer}`))?.points ?? 0),
    /** Goods arrive, and the warehouse has them. */
    async receives(sku: string, quantity: number) {
      const before = await shop.stockOf(sku);
      await shop.says(StockReceived, { deliveryId: randomUUID(), items: [{ sku, quantity }] });
      await vi.waitFor(async () => {
        if ((await shop.stockOf(sku)) !== before + quantity)
          throw new Error(`The warehouse has not received ${quantity} ${sku}.`);
      }, PATIENCE);
    },
    /** What the monitor knows of an order, once it is as expected. */
    async becomes(orderId: string, expected: (view: OrderView) => boolean): Promise<OrderView> {
      return vi.waitFor(async () => {
        const { status, body } = await call('checkout_monitor_api', 'GET', `/orders/${orderId}`);
        if (status !== 200 || !expected(body as OrderView))
          throw new Error(`Order ${orderId} is not as expected: ${JSON.stringify(body)}`);
        return body as OrderView;
      }, PATIENCE);
    },
    /** What the monitor knows of an order after an event that was said last was heard. */
    async afterAll(orderId: string): Promise<OrderView> {
      const eventId = randomUUID();
      const metadata = {
        eventId,
        correlationId: orderId,
        causationId: null,
        hops: 0,
        version: 1,
        occurredAt: new Date().toISOString(),
      };
      await put({ Source: 'shop.test', DetailType: 'StoryEnded', detail: { metadata, data: {} } });
      return shop.becomes(orderId, ({ events }) => events.some((event) => event.eventId === eventId));
    },
  };
  return shop;
}

/** An order of a customer of its own for one article of its own: `quantity` at 10.50 EUR. */
export function anOrder({
  sku = `sku-${randomUUID()}`,
  quantity = 1,
}: {
  sku?: string;
  quantity?: number;
} = {}): Order {
  const price = (amount: number) => ({ amount, currency: 'EUR' });
  return {
    id: `o-${randomUUID()}`,
    customer: { id: `c-${randomUUID()}`, name: 'Grace Hopper', email: 'grace@example.com' },
    items: [{ sku, name: 'Compiler', quantity, unitPrice: price(1050) }],
    total: price(1050 * quantity),
  };
}

export const skuOf = (order: Order): string => order.items[0]?.sku ?? '';

/** The types of an order's events, each as often as it was said, without the story's own. */
export const said = ({ events }: OrderView): string[] =>
  events
    .map(({ type }) => type)
    .filter((type) => type !== 'StoryEnded')
    .sort();

/** Whether every step of an order ended, and no compensation is missing. */
export const isSettled = ({ state, steps }: OrderView): boolean =>
  state !== 'open' && steps.every(({ at }) => at !== null);

export const stepStates = ({ steps }: OrderView): Record<string, string> =>
  Object.fromEntries(steps.map(({ name, state }) => [name, state]));
