import {
  BatchWriteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { localDynamoDb } from './local-table.ts';

let local: Awaited<ReturnType<typeof localDynamoDb>>;
beforeAll(async () => {
  local = await localDynamoDb();
  const keys = (hash: string, range?: string) => [
    { AttributeName: hash, KeyType: 'HASH' },
    ...(range === undefined ? [] : [{ AttributeName: range, KeyType: 'RANGE' }]),
  ];
  await local.dynamoDb.createTable({
    TableName: 'indexed',
    AttributeDefinitions: ['pk', 'sk', 'g', 'h'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    KeySchema: keys('pk', 'sk'),
    LocalSecondaryIndexes: [
      { IndexName: 'by-h', KeySchema: keys('pk', 'h'), Projection: { ProjectionType: 'KEYS_ONLY' } },
    ],
    GlobalSecondaryIndexes: [{ IndexName: 'by-g', KeySchema: keys('g'), Projection: { ProjectionType: 'KEYS_ONLY' } }],
    BillingMode: 'PAY_PER_REQUEST',
  });
});
afterAll(() => local.close());

const send: typeof local.client.send = ((command: never) => local.client.send(command)) as never;
const TableName = 'indexed';
const keyOf = (pk: string, sk = '1') => ({ pk: { S: pk }, sk: { S: sk } });
const put = (Item: Record<string, { S: string }>) =>
  send(new PutItemCommand({ TableName, Item, ReturnConsumedCapacity: 'INDEXES' }));
const query = (more: Partial<QueryCommandInput>) => send(new QueryCommand({ TableName, ...more }));
const byG = { IndexName: 'by-g', KeyConditionExpression: 'g = :g', ExpressionAttributeValues: { ':g': { S: 'x' } } };

describe('capacity', () => {
  const units = (CapacityUnits: number) => ({ CapacityUnits });
  const update = async (pk: string, UpdateExpression: string, value?: string) => {
    const { ConsumedCapacity } = await send(
      new UpdateItemCommand({
        ...{ TableName, Key: keyOf(pk), UpdateExpression, ReturnConsumedCapacity: 'INDEXES' },
        ...(value !== undefined && { ExpressionAttributeValues: { ':v': { S: value } } }),
      }),
    );
    return ConsumedCapacity;
  };

  test('of a write is told for the table and for each index that it changes', async () => {
    const { ConsumedCapacity } = await put({ ...keyOf('written'), g: { S: 'g' }, h: { S: 'h' } });
    expect(ConsumedCapacity).toEqual({
      ...{ TableName, CapacityUnits: 3, Table: units(1) },
      LocalSecondaryIndexes: { 'by-h': units(1) },
      GlobalSecondaryIndexes: { 'by-g': units(1) },
    });
    expect(await update('written', 'SET extra = :v', 'x')).toEqual({ TableName, CapacityUnits: 1, Table: units(1) });
    expect(await update('written', 'SET g = :v', 'g2')).toMatchObject({
      CapacityUnits: 3,
      GlobalSecondaryIndexes: { 'by-g': units(2) },
    });
    expect(await update('written', 'REMOVE g')).toMatchObject({ GlobalSecondaryIndexes: { 'by-g': units(1) } });
  });

  test('of a transaction counts twice, also on indexes', async () => {
    const Put = { TableName, Item: { ...keyOf('in transaction'), g: { S: 'g' } } };
    const { ConsumedCapacity } = await send(
      new TransactWriteItemsCommand({ TransactItems: [{ Put }], ReturnConsumedCapacity: 'INDEXES' }),
    );
    const twice = { CapacityUnits: 2, WriteCapacityUnits: 2 };
    expect(ConsumedCapacity).toEqual([
      {
        ...{ TableName, CapacityUnits: 4, WriteCapacityUnits: 4, Table: twice },
        GlobalSecondaryIndexes: { 'by-g': twice },
      },
    ]);
  });
});

test('the key of an index is no empty text and of no other type', async () => {
  await expect(put({ ...keyOf('empty'), g: { S: '' } })).rejects.toThrow(
    'cannot contain an empty string value. IndexName: by-g, IndexKey: g',
  );
  await expect(put({ ...keyOf('type'), g: { N: '1' } as never })).rejects.toThrow(
    'Type mismatch for Index Key g Expected: S Actual: N IndexName: by-g',
  );
  await put(keyOf('updated'));
  const update = new UpdateItemCommand({
    ...{ TableName, Key: keyOf('updated'), UpdateExpression: 'SET g = :v' },
    ExpressionAttributeValues: { ':v': { S: '' } },
  });
  await expect(send(update)).rejects.toThrow(
    'attempted to update a secondary index key to a value that is not supported',
  );
});

describe('an index', () => {
  test('that is global gives only what it has', async () => {
    await put({ ...keyOf('projected'), g: { S: 'x' }, extra: { S: 'y' } });
    expect((await query(byG)).Items).toEqual([{ ...keyOf('projected'), g: { S: 'x' } }]);
    await expect(query({ ...byG, ProjectionExpression: 'extra' })).rejects.toThrow(
      'Global secondary index by-g does not project [extra]',
    );
    const filter = { FilterExpression: 'extra = :g' };
    await expect(query({ ...byG, ...filter })).rejects.toThrow(
      'does not project one or more filter attributes: [extra]',
    );
    await expect(query({ ...byG, Select: 'ALL_ATTRIBUTES' })).rejects.toThrow('its projection type is not ALL');
  });

  test('that is local gives the rest from the table', async () => {
    await put({ ...keyOf('local'), h: { S: 'h' }, extra: { S: 'y' } });
    const { Items, ConsumedCapacity } = await query({
      ...{ IndexName: 'by-h', KeyConditionExpression: 'pk = :p', ExpressionAttributeValues: { ':p': { S: 'local' } } },
      ...{ ProjectionExpression: 'extra', ReturnConsumedCapacity: 'INDEXES' },
    });
    expect(Items).toEqual([{ extra: { S: 'y' } }]);
    expect(ConsumedCapacity).toMatchObject({ CapacityUnits: 1, Table: { CapacityUnits: 0.5 } });
  });

  test('that is local filters only by what it has, also where all attributes are asked for', async () => {
    const filtered = {
      ...{ IndexName: 'by-h', KeyConditionExpression: 'pk = :p', ExpressionAttributeValues: { ':p': { S: 'local' } } },
      FilterExpression: 'extra <> :p',
    };
    for (const Select of ['ALL_ATTRIBUTES', 'COUNT'] as const)
      await expect(query({ ...filtered, Select })).rejects.toThrow(
        'Secondary index by-h does not project one or more filter attributes: [extra]',
      );
  });

  test('holds thousands of items with one key, and gives them in pages', async () => {
    const names = Array.from({ length: 6000 }, (_, at) => `many-${at}`);
    for (let from = 0; from < names.length; from += 25) {
      const puts = names
        .slice(from, from + 25)
        .map((name) => ({ PutRequest: { Item: { ...keyOf(name), g: { S: 'many' } } } }));
      await send(new BatchWriteItemCommand({ RequestItems: { [TableName]: puts } }));
    }
    const found = new Set<string>();
    let ExclusiveStartKey: QueryCommandInput['ExclusiveStartKey'];
    do {
      const page = await query({
        ...byG,
        ExpressionAttributeValues: { ':g': { S: 'many' } },
        Limit: 1000,
        ...(ExclusiveStartKey && { ExclusiveStartKey }),
      });
      for (const { pk } of page.Items ?? []) found.add(pk?.S ?? '');
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey);
    expect(found.size).toBe(names.length);
  });
});

test('an item can be in a TransactGetItems once', async () => {
  const get = { Get: { TableName, Key: keyOf('twice') } };
  await expect(send(new TransactGetItemsCommand({ TransactItems: [get, get] }))).rejects.toThrow(
    'Transaction request cannot include multiple operations on one item',
  );
});

test('a number keeps its 38 digits', async () => {
  const n = { N: '12345678901234567890123456789012345678' };
  await put({ ...keyOf('digits'), n } as never);
  expect((await send(new GetItemCommand({ TableName, Key: keyOf('digits') }))).Item?.n).toEqual(n);
});
