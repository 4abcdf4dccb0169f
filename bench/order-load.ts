import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { BatchGetItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { accessTo } from '../packages/choreography/src/cli/aws/endpoint.ts';
import { anOrder } from './an-order.ts';

export interface LoadFigures {
  /** Orders completed per second: from the first PutEvents until the last of them is seen to be completed. */
  readonly perSecond: number;
  readonly completed: number;
  /** Orders that were placed and never completed: the engine lost an event of theirs. */
  readonly lost: number;
}

const TABLE = 'checkout_monitor';
const SKU = 'bench';
/** How often the monitor's table is asked, in milliseconds: seldom enough to be hardly a load itself. */
const INTERVAL = 25;
/** When nothing was completed for so long, what is under way is lost, and also so long after the last order; in milliseconds. */
const PATIENCE = 20_000;
const LONGEST = 60_000;
const TRIES = 3;

/**
 * Places orders at an engine through AWS APIs alone, and sees in the monitor's table when they are completed: the same load
 * for every engine.
 */
export class OrderLoad {
  readonly #bus: EventBridgeClient;
  readonly #tables: DynamoDBClient;

  readonly #partition: string;

  /** `partition` is how the partition of an instance begins in the monitor's table. */
  constructor(endpoint: string, partition = 'instance#') {
    this.#partition = partition;
    const access = accessTo(endpoint);
    this.#bus = new EventBridgeClient({ ...access });
    this.#tables = new DynamoDBClient({ ...access });
  }

  /** Receives the goods that all orders take, until a first order is completed. */
  async prepare(): Promise<void> {
    const goods = { deliveryId: randomUUID(), items: [{ sku: SKU, quantity: 1_000_000 }] };
    await this.#put('shop.supplier', 'StockReceived', [goods]);
    // An order that comes before the goods is not completed, and on a busy machine goods take long.
    for (let tried = 0; tried < TRIES; tried++) {
      await pause(2000);
      const { lost } = await this.run(1, 0);
      if (lost === 0) return;
    }
    throw new Error('no order is completed there: is this version of the project deployed?');
  }

  /**
   * Keeps so many orders under way for some seconds: each that is completed is followed by the next. Then waits for those
   * that are under way.
   */
  async run(inFlight: number, seconds: number): Promise<LoadFigures> {
    const began = performance.now();
    const underWay = new Set<string>();
    let [completed, lastAt] = [0, began];
    await this.#place(inFlight, underWay);
    const isOver = () => performance.now() > Math.min(lastAt + PATIENCE, began + seconds * 1000 + LONGEST);
    while (underWay.size > 0 && !isOver()) {
      await pause(INTERVAL);
      const done = await this.#completedOf(underWay);
      if (done.length === 0) continue;
      for (const id of done) underWay.delete(id);
      completed += done.length;
      lastAt = performance.now();
      if (lastAt - began < seconds * 1000) await this.#place(done.length, underWay);
    }
    const perSecond = completed === 0 ? 0 : completed / ((lastAt - began) / 1000);
    return { perSecond, completed, lost: underWay.size };
  }

  /** Puts so many orders, each several times, as fast as they are taken, and waits until all are completed. */
  async burst(count: number, copies: number): Promise<{ seconds: number; lost: number }> {
    const began = performance.now();
    const underWay = new Set<string>(Array.from({ length: count }, () => randomUUID()));
    const tens = Array.from({ length: Math.ceil(count / 10) }, (_, i) => [...underWay].slice(i * 10, i * 10 + 10));
    await Promise.all(
      Array.from({ length: copies }, () =>
        tens.map((ids) => this.#put('shop.checkout', 'OrderPlaced', placed(ids))),
      ).flat(),
    );
    while (underWay.size > 0 && performance.now() < began + LONGEST * 5) {
      await pause(INTERVAL);
      for (const id of await this.#completedOf([...underWay].slice(0, 100))) underWay.delete(id);
    }
    return { seconds: (performance.now() - began) / 1000, lost: underWay.size };
  }

  async #place(count: number, underWay: Set<string>): Promise<void> {
    for (let left = count; left > 0; left -= 10) {
      const ids = Array.from({ length: Math.min(10, left) }, () => randomUUID());
      for (const id of ids) underWay.add(id);
      await this.#put('shop.checkout', 'OrderPlaced', placed(ids));
    }
  }

  async #put(Source: string, DetailType: string, all: readonly object[]): Promise<void> {
    const Entries = all.map((data) => ({
      Source,
      DetailType,
      EventBusName: 'checkout',
      Detail: JSON.stringify({ data }),
    }));
    await this.#bus.send(new PutEventsCommand({ Entries }));
  }

  /** Those that the monitor knows to be completed; at most 100 may be asked for. */
  async #completedOf(ids: Iterable<string>): Promise<string[]> {
    const Keys = [...ids].map((id) => ({ pk: { S: `${this.#partition}${id}` }, sk: { S: 'header#checkout' } }));
    const { Responses } = await this.#tables.send(
      new BatchGetItemCommand({ RequestItems: { [TABLE]: { Keys, ProjectionExpression: 'pk, completedSaid' } } }),
    );
    return (Responses?.[TABLE] ?? []).flatMap(({ pk, completedSaid }) =>
      completedSaid && pk?.S ? [pk.S.slice(this.#partition.length)] : [],
    );
  }
}

const placed = (ids: readonly string[]) => ids.map((id) => ({ order: anOrder(id, SKU) }));
