import { expect, test } from 'vitest';
import { loadDynalite } from '#local/dynamodb/dynalite.ts';
import { createMemoryStore } from '#local/dynamodb/memory-store.ts';
import { call, type Engine } from '#local/dynamodb/operation.ts';
import { dynaliteOperation } from '#local/dynamodb/single-item-operations.ts';
import { deleteExpired } from '#local/dynamodb/time-to-live.ts';

const NOW = 1_800_000_000;
const FIVE_YEARS = 5 * 365 * 24 * 60 * 60;

test('items whose time is over are deleted, and only these', async () => {
  const engine = {
    dynalite: loadDynalite(),
    store: createMemoryStore({ region: 'us-east-1', account: '000000000000' }),
  };
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
    await call(engine, dynaliteOperation(engine, 'PutItem'), { TableName: 'sessions', Item });
    await call(engine, dynaliteOperation(engine, 'PutItem'), { TableName: 'without-time-to-live', Item });
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
  const { Items } = await call(engine, dynaliteOperation(engine, 'Scan'), { TableName });
  return (Items as { pk: { S: string } }[]).map(({ pk }) => pk.S).sort();
}
