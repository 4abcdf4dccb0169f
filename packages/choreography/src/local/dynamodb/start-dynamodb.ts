import type { AwsResponse, Backend } from '#local/gateway/backend.ts';
import { jsonIn } from '#local/gateway/json-body.ts';
import { uuid } from '#local/runtime/chance.ts';
import { Clock, type ServiceClock } from '#local/runtime/clock.ts';
import { type OnOperation, UNCOUNTED } from '#local/runtime/metering/operation.ts';
import { type Journal, NO_JOURNAL } from '#local/state/journal.ts';
import { isObject } from '#template/document/as-object.ts';
import { continuousBackups } from './continuous-backups.ts';
import { createTable } from './create-table.ts';
import { DYNALITE_OPERATIONS, type Fields, type Item, loadDynalite } from './dynalite.ts';
import { isDynamoDbError, serializationError } from './dynamodb-error.ts';
import { batchOperations } from './items/batch-operations.ts';
import { countStored } from './items/count-use.ts';
import { itemOperations } from './items/item-operations.ts';
import { ItemStore } from './items/item-store.ts';
import { schemaOf } from './items/table-schema.ts';
import { createMemoryStore } from './memory-store.ts';
import { call, dynaliteOperation, type Engine, type Operation, readTable } from './operation.ts';
import { restoreTables } from './restore-tables.ts';
import { streamOperations } from './streams/stream-operations.ts';
import { Streams, TEMPLATE_LABEL } from './streams/streams.ts';
import { type StreamSpecification, withStreams } from './streams/table-operations.ts';
import { timeToLive } from './time-to-live.ts';
import { transactGetItems } from './transact-get-items.ts';
import { transactWriteItems } from './transact-write-items.ts';

export interface DynamoDb extends Backend {
  createTable(input: object): Promise<void>;
  /** The items of each table, by the table's name, as the wire has them. */
  items(): ReadonlyMap<string, readonly Item[]>;
  /** The names of the tables that were created for templates. */
  readonly tableNames: ReadonlySet<string>;
  /** The items of one of them. */
  itemsOf(table: string): readonly Item[];
  /** How often an item of a table was put, replaced or removed. */
  versionOf(table: string): number;
  readonly streams: Streams;
  /** The name of a table's partition key; undefined when there is no such table. */
  partitionKeyOf(table: string): string | undefined;
  /** Restores the journal's items of another run; returns which tables got theirs, and which are gone or have other keys: their items are dropped. */
  restore(): { kept: string[]; dropped: string[] };
}

interface DynamoDbOptions {
  readonly region?: string;
  readonly account?: string;
  readonly clock?: ServiceClock;
  readonly journal?: Journal;
  readonly onOperation?: OnOperation | undefined;
  /** Is asked before a write of what it takes, and throws what refuses it. Default: each is let through. */
  readonly admit?: OnOperation | undefined;
}

/**
 * DynamoDB in this process: dynalite's rules of parameters and calls about tables, and items, expressions, transactions and time
 * to live of our own. Tables are in memory and gone when it stops.
 *
 * @param options whose ARNs the tables have. Default: AWS_REGION, AWS_DEFAULT_REGION or us-east-1, and 000000000000,
 *   and a clock of its own
 */
export async function startDynamoDb(options: DynamoDbOptions = {}): Promise<DynamoDb> {
  const region = options.region ?? process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? 'us-east-1';
  const clock = options.clock ?? new Clock();
  const streams = new Streams(region, () => clock.now());
  const { onOperation: count = UNCOUNTED } = options;
  const items = new ItemStore(options.journal, (schema, old, item, by) => {
    streams.record(schema, old, item, by === 'time to live');
    if (count !== UNCOUNTED)
      countStored(count, schema, { old, item }, attributeOf(readTable(engine, schema.name)), clock.now());
  });
  const owner = { region, account: options.account ?? '000000000000' };
  const store = createMemoryStore(owner, (table) => items.drop(table));
  const engine: Engine = { dynalite: loadDynalite(), store, items, count, admit: options.admit };
  const { stop, attributeOf, ...timeToLiveOperations } = timeToLive(engine, clock);
  const operations = new Map<string, Operation>([
    ...DYNALITE_OPERATIONS.map((name): [string, Operation] => [name, dynaliteOperation(engine, name)]),
    ...Object.entries(itemOperations(engine)),
    ...Object.entries(batchOperations(engine)),
    ['TransactWriteItems', transactWriteItems(engine, () => clock.now())],
    ['TransactGetItems', transactGetItems(engine)],
    ...Object.entries(timeToLiveOperations),
    ...Object.entries(continuousBackups(engine)),
    ...Object.entries(withStreams(engine, streams, (name) => dynaliteOperation(engine, name))),
  ]);
  const tables = new Set<string>();
  const itemsOf = (name: string) =>
    [...items.entries(schemaOf(readTable(engine, name))).entries()].map(([, item]) => item);
  const ofStreams = streamOperations(streams, () => clock.now());
  return {
    async handle({ headers, body }) {
      const [version, name = ''] = (headers['x-amz-target'] ?? '').split('.');
      const ofStream = version === 'DynamoDBStreams_20120810' ? ofStreams[name] : undefined;
      const operation = version === 'DynamoDB_20120810' ? operations.get(name) : undefined;
      if (!operation && !ofStream) return answer(400, { __type: 'com.amazon.coral.service#UnknownOperationException' });
      try {
        const input = parsed(body);
        return answer(200, operation ? await call(engine, operation, input) : (ofStream?.(input) ?? {}));
      } catch (error) {
        if (isDynamoDbError(error)) return answer(error.statusCode, error.body);
        throw error;
      }
    },
    partitionKeyOf(table) {
      try {
        return schemaOf(readTable(engine, table)).hash.name;
      } catch (error) {
        if (isDynamoDbError(error)) return undefined;
        throw error;
      }
    },
    streams,
    async createTable(input) {
      const { StreamSpecification: stream, ...asked } = input as Fields;
      const name = String(asked.TableName);
      await createTable((operation, data) => call(engine, operations.get(operation) as Operation, data), asked);
      tables.add(name);
      const { StreamViewType } = (stream ?? {}) as StreamSpecification;
      if (StreamViewType) streams.open(readTable(engine, name), StreamViewType, TEMPLATE_LABEL);
    },
    items: () => new Map([...tables].map((name) => [name, itemsOf(name)])),
    tableNames: tables,
    itemsOf,
    versionOf: (name) => items.versionOf(name),
    restore: () => restoreTables(engine, options.journal ?? NO_JOURNAL),
    stop: async () => stop(),
  };
}

function parsed(body: Buffer): Fields {
  let request: unknown;
  try {
    request = body.length > 0 && jsonIn(body);
  } catch {
    throw serializationError();
  }
  if (!isObject(request)) throw serializationError();
  return request as Fields;
}

function answer(status: number, body: Fields): AwsResponse {
  const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': uuid() };
  return { status, headers, body: JSON.stringify(body) };
}
