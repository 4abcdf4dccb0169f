import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DisableRuleCommand,
  EventBridgeClient,
  ListRulesCommand,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { CreateQueueCommand, ReceiveMessageCommand, SetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { accessTo } from '../packages/choreography/src/cli/aws/endpoint.ts';
import { readSettings } from '../packages/choreography/src/cli/project/settings.ts';
import { synthesize } from '../packages/choreography/src/cli/start/synthesize.ts';
import type { Operation } from '../packages/choreography/src/local/runtime/metering/operation.ts';
import { type Runtime, startRuntime } from '../packages/choreography/src/local/start-runtime.ts';
import { anOrder } from './an-order.ts';

export interface MonitorCost {
  readonly order: string;
  /** Units of the monitor's table and its indexes, counted as `choreography cost` does. */
  readonly writeUnits: number;
  readonly readUnits: number;
  /** Invocations of `monitor/record`. */
  readonly invocations: number;
}

const BUS = 'checkout';
const TABLE = 'checkout_monitor';

/**
 * What the monitor consumes for one order: the events of a real run, given to its job in one batch, and one by one. Two batches that meet at one instance cost a reading and a refused write more.
 */
export async function measureMonitorCost(say: (text: string) => void): Promise<MonitorCost[]> {
  say('what the monitor consumes for one order');
  const cdkOut = mkdtempSync(join(tmpdir(), 'bench-'));
  const { synth } = readSettings();
  await synthesize({ ...synth, environment: { ...synth.environment, CDK_OUTDIR: cdkOut } }).done;
  const operations: Operation[] = [];
  const runtime = await startRuntime({ cdkOut, port: 0, onOperation: (operation) => operations.push(operation) });
  try {
    const figures: MonitorCost[] = [];
    const flows = await realFlows(runtime);
    // No sweep comes in between.
    runtime.clock.hold();
    for (const [order, events] of flows) {
      figures.push(await costOf(`${order}, in one batch`, [events], runtime.endpoint, operations));
      const again = events.map((event) => ofAnotherOrder(event));
      const oneByOne = again.map((event) => [event]);
      figures.push(await costOf(`${order}, one by one`, oneByOne, runtime.endpoint, operations));
    }
    for (const { order, invocations, writeUnits, readUnits } of figures)
      say(`  ${order.padEnd(26)} ${invocations} invocations  ${writeUnits} write units  ${readUnits} read units`);
    return figures;
  } finally {
    await runtime.stop();
    rmSync(cdkOut, { recursive: true });
  }
}

/** The same event of an order that has the letter x before its number. */
const ofAnotherOrder = (event: object): object => JSON.parse(JSON.stringify(event).replaceAll('"o-', '"o-x'));

async function costOf(
  order: string,
  batches: readonly object[][],
  endpoint: string,
  operations: Operation[],
): Promise<MonitorCost> {
  Object.assign(process.env, { TABLE_NAME: TABLE, BUS_NAME: BUS, AWS_ENDPOINT_URL: endpoint });
  Object.assign(process.env, { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' });
  // They read their environment when they are loaded.
  const { handler } = await import('../functions/monitor/record.ts');
  operations.length = 0;
  for (const events of batches) {
    const attributes = { ApproximateReceiveCount: '1', SentTimestamp: String(Date.now()) };
    const Records = events.map((event, i) => ({ messageId: String(i), body: JSON.stringify(event), attributes }));
    await handler({ Records } as never, { getRemainingTimeInMillis: () => 30_000 } as never);
  }
  const unitsOf = (kind: 'write' | 'read') =>
    operations.reduce((sum, each) => (each.kind === kind && each.table === TABLE ? sum + each.units : sum), 0);
  return { order, invocations: batches.length, writeUnits: unitsOf('write'), readUnits: unitsOf('read') };
}

/** The events of an order in stock and of one out of stock, as the bus delivers them; the deployed monitor hears none. */
async function realFlows(runtime: Runtime): Promise<[string, object[]][]> {
  const access = accessTo(runtime.endpoint);
  const bus = new EventBridgeClient({ ...access });
  const queues = new SQSClient({ ...access });
  const { Rules = [] } = await bus.send(new ListRulesCommand({ EventBusName: BUS }));
  const record = Rules.find(({ Name = '' }) => Name.includes('Record'));
  await bus.send(new DisableRuleCommand({ EventBusName: BUS, Name: record?.Name }));
  const { QueueUrl } = await queues.send(new CreateQueueCommand({ QueueName: 'bench' }));
  const { RuleArn } = await bus.send(
    new PutRuleCommand({ EventBusName: BUS, Name: 'bench', EventPattern: record?.EventPattern }),
  );
  const Arn = 'arn:aws:sqs:us-east-1:000000000000:bench';
  const Statement = { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sqs:SendMessage' };
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ ...Statement, Resource: Arn, Condition: { ArnEquals: { 'aws:SourceArn': RuleArn } } }],
  });
  await queues.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
  await bus.send(new PutTargetsCommand({ EventBusName: BUS, Rule: 'bench', Targets: [{ Id: 'bench', Arn }] }));

  const put = async (Source: string, DetailType: string, data: object): Promise<object[]> => {
    const Detail = JSON.stringify({ data });
    await bus.send(new PutEventsCommand({ Entries: [{ EventBusName: BUS, Source, DetailType, Detail }] }));
    await runtime.idle();
    const events: object[] = [];
    for (;;) {
      const { Messages = [] } = await queues.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
      if (Messages.length === 0) return events;
      events.push(...Messages.map(({ Body = '' }) => JSON.parse(Body)));
    }
  };
  await put('shop.supplier', 'StockReceived', { deliveryId: 'bench', items: [{ sku: 'teapot', quantity: 1 }] });
  return [
    ['in stock', await put('shop.checkout', 'OrderPlaced', { order: anOrder('o-1', 'teapot') })],
    ['out of stock', await put('shop.checkout', 'OrderPlaced', { order: anOrder('o-2', 'teapot') })],
  ];
}
