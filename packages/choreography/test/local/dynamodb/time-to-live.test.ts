import { expect, test } from 'vitest';
import { loadDynalite } from '#local/dynamodb/dynalite.ts';
import { itemOperations } from '#local/dynamodb/items/item-operations.ts';
import { ItemStore } from '#local/dynamodb/items/item-store.ts';
import { createMemoryStore } from '#local/dynamodb/memory-store.ts';
import { call, dynaliteOperation, type Engine, type Operation } from '#local/dynamodb/operation.ts';
import { deleteExpired } from '#local/dynamodb/time-to-live.ts';
import { UNCOUNTED } from '#local/runtime/metering/operation.ts';

const NOW = 1_800_000_000;
const FIVE_YEARS = 5 * 365 * 24 * 60 * 60;

test('items whose time is over are deleted, and only these', async () => {
  const engine = {
    dynalite: loadDynalite(),
    store: createMemoryStore({ region: 'us-east-1', account: '000000000000' }, () => {}),
    items: new ItemStore(),
    count: UNCOUNTED,
  };
  const { PutItem } = itemOperations(engine) as { PutItem: Operation };
  await createTable(engine, 'sessions');
  await createTable(engine, 'without-time-to-live');
  const until: Record<string, object | undefined> = {
    'just over': { N: `${NOW - 1}` },
    'not over': { N: `${NOW + 1}` },
    'over for too long': { N: `${NOW - FIVE_YEARS - 1}` },
    'no number': { S: `${NOW - 1}` },
    'no time': undefined,
  };
  for (const [name, value] of Object.entries(until)) {
    const Item = { pk: { S: name }, ...(value ? { until: value } : {}) };
    await call(engine, PutItem, { TableName: 'sessions', Item });
    await call(engine, PutItem, { TableName: 'without-time-to-live', Item });
  }
  const attributeOf = ({ TableName }: { TableName: string }) => (TableName === 'sessions' ? 'until' : undefined);
  expect(await deleteExpired(engine, attributeOf, NOW)).toBe(1);
  expect(await namesIn(engine, 'sessions')).toEqual(['no number', 'no time', 'not over', 'over for too long']);
  expect(await namesIn(engine, 'without-time-to-live')).toHaveLength(5);
});

const createTable = (engine: Engine, TableName: string) =>
  call(engine, dynaliteOperation(engine, 'CreateTable'), {
    TableName,
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
  }).then(() => expect.poll(() => statusOf(engine, TableName)).toBe('ACTIVE'));

async function statusOf(engine: Engine, TableName: string): Promise<unknown> {
  const { Table } = await call(engine, dynaliteOperation(engine, 'DescribeTable'), { TableName });
  return (Table as { TableStatus: string }).TableStatus;
}

async function namesIn(engine: Engine, TableName: string): Promise<string[]> {
  const { Items } = await call(engine, itemOperations(engine).Scan as Operation, { TableName });
  return (Items as { pk: { S: string } }[]).map(({ pk }) => pk.S).sort();
}
