import {
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  QueryCommand,
  ResourceNotFoundException,
  ScanCommand,
  UpdateItemCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { localDynamoDb } from './local-table.ts';

let local: Awaited<ReturnType<typeof localDynamoDb>>;
beforeAll(async () => {
  local = await localDynamoDb();
});
afterAll(() => local.close());

const send: typeof local.client.send = ((command: never) => local.client.send(command)) as never;

test('a table is described with its ARN and is active at once', async () => {
  const { Table } = await send(new DescribeTableCommand({ TableName: 'accounts' }));
  expect(Table).toMatchObject({
    TableStatus: 'ACTIVE',
    TableArn: 'arn:aws:dynamodb:us-east-1:000000000000:table/accounts',
  });
  expect((await send(new ListTablesCommand({}))).TableNames).toEqual(['accounts', 'log']);
});

test('an item that was put is read, updated and deleted', async () => {
  const Key = { pk: { S: 'life' } };
  await send(new PutItemCommand({ TableName: 'accounts', Item: { ...Key, balance: { N: '1' } } }));
  const increase = new UpdateItemCommand({
    TableName: 'accounts',
    Key,
    UpdateExpression: 'SET balance = balance + :n, #note = :note',
    ExpressionAttributeNames: { '#note': 'note' },
    ExpressionAttributeValues: { ':n': { N: '4' }, ':note': { S: 'more' } },
    ReturnValues: 'ALL_NEW',
  });
  expect((await send(increase)).Attributes).toEqual({ ...Key, balance: { N: '5' }, note: { S: 'more' } });
  expect((await send(new GetItemCommand({ TableName: 'accounts', Key }))).Item?.balance).toEqual({ N: '5' });
  await send(new DeleteItemCommand({ TableName: 'accounts', Key }));
  expect((await send(new GetItemCommand({ TableName: 'accounts', Key }))).Item).toBeUndefined();
});

test('the same expression with other values is judged by its own values', async () => {
  const take = (amount: string) =>
    send(
      new UpdateItemCommand({
        TableName: 'accounts',
        Key: { pk: { S: 'stock' } },
        UpdateExpression: 'SET #left = #left - :n',
        ConditionExpression: '#left >= :n',
        ExpressionAttributeNames: { '#left': 'left' },
        ExpressionAttributeValues: { ':n': { N: amount } },
        ReturnValues: 'UPDATED_NEW',
      }),
    );
  await send(new PutItemCommand({ TableName: 'accounts', Item: { pk: { S: 'stock' }, left: { N: '10' } } }));
  expect((await take('3')).Attributes).toEqual({ left: { N: '7' } });
  expect((await take('5')).Attributes).toEqual({ left: { N: '2' } });
  await expect(take('5')).rejects.toThrow('The conditional request failed');
  expect((await take('2')).Attributes).toEqual({ left: { N: '0' } });
});

test('every operand of an update is read before anything is written', async () => {
  const Key = { pk: { S: 'operands' } };
  const tags = { M: { kind: { S: 'old' } } };
  await send(new PutItemCommand({ TableName: 'accounts', Item: { ...Key, stock: { N: '5' }, tags } }));
  const { Attributes } = await send(
    new UpdateItemCommand({
      TableName: 'accounts',
      Key,
      UpdateExpression: 'SET previous = stock, earlier = if_not_exists(tags, :new), tags.kind = :new ADD stock :n',
      ExpressionAttributeValues: { ':n': { N: '-1' }, ':new': { S: 'new' } },
      ReturnValues: 'ALL_NEW',
    }),
  );
  expect(Attributes).toMatchObject({ previous: { N: '5' }, stock: { N: '4' }, earlier: tags });
  expect(Attributes?.tags).toEqual({ M: { kind: { S: 'new' } } });
});

test('an unused placeholder is refused, also in an expression that was right before', async () => {
  const put = (values: Record<string, { S: string }>) =>
    send(
      new PutItemCommand({
        TableName: 'accounts',
        Item: { pk: { S: 'unused' } },
        ConditionExpression: 'attribute_not_exists(pk) OR pk = :a',
        ExpressionAttributeValues: values,
      }),
    );
  await put({ ':a': { S: 'unused' } });
  await put({ ':a': { S: 'unused' } });
  await expect(put({ ':a': { S: 'unused' }, ':b': { S: 'x' } })).rejects.toThrow(/unused in expressions: keys: {:b}/);
  await expect(put({ ':c': { S: 'x' } })).rejects.toThrow(/:a/);
});

test('a failed condition returns the item it failed on, if asked', async () => {
  const Item = { pk: { S: 'taken' }, by: { S: 'first' } };
  await send(new PutItemCommand({ TableName: 'accounts', Item }));
  const again = (ReturnValuesOnConditionCheckFailure: 'ALL_OLD' | 'NONE') =>
    send(
      new PutItemCommand({
        TableName: 'accounts',
        Item: { pk: { S: 'taken' } },
        ConditionExpression: 'attribute_not_exists(pk)',
        ReturnValuesOnConditionCheckFailure,
      }),
    ).catch((error: unknown) => error as ConditionalCheckFailedException);
  const told = await again('ALL_OLD');
  expect(told).toBeInstanceOf(ConditionalCheckFailedException);
  expect(told).toMatchObject({ Item });
  expect(await again('NONE')).toMatchObject({ name: 'ConditionalCheckFailedException', Item: undefined });
  await expect(
    send(
      new PutItemCommand({
        TableName: 'accounts',
        Item,
        ReturnValuesOnConditionCheckFailure: 'OLD' as 'NONE',
      }),
    ),
  ).rejects.toThrow(/returnValuesOnConditionCheckFailure.*\[ALL_OLD, NONE\]/);
});

test('a query is in the order of the range key, in pages, both ways, and on an index', async () => {
  const items = Array.from({ length: 25 }, (_, n) => ({
    pk: { S: 'order' },
    sk: { S: `event-${String(n).padStart(2, '0')}` },
    kind: { S: n % 5 === 0 ? 'fifth' : 'other' },
  }));
  await send(
    new BatchWriteItemCommand({ RequestItems: { log: items.map((Item) => ({ PutRequest: { Item } })).reverse() } }),
  );
  const query = (more: object) =>
    send(
      new QueryCommand({
        TableName: 'log',
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
        ExpressionAttributeValues: { ':pk': { S: 'order' }, ':sk': { S: 'event-' } },
        ...more,
      }),
    );
  const first = await query({ Limit: 10 });
  const rest = await query({ ExclusiveStartKey: first.LastEvaluatedKey });
  expect([...(first.Items ?? []), ...(rest.Items ?? [])]).toEqual(items);
  expect((await query({ ScanIndexForward: false })).Items).toEqual(items.toReversed());
  const ofKind = await send(
    new QueryCommand({
      TableName: 'log',
      IndexName: 'by-kind',
      KeyConditionExpression: 'kind = :kind',
      ExpressionAttributeValues: { ':kind': { S: 'fifth' } },
    }),
  );
  expect(ofKind.Items).toHaveLength(5);
  expect((await send(new ScanCommand({ TableName: 'log' }))).Count).toBe(25);
});

test('a table that does not exist is answered as AWS answers', async () => {
  const get = send(new GetItemCommand({ TableName: 'nowhere', Key: { pk: { S: '1' } } }));
  await expect(get).rejects.toBeInstanceOf(ResourceNotFoundException);
  await expect(send(new DescribeTableCommand({ TableName: 'nowhere' }))).rejects.toThrow('Table: nowhere not found');
});

test('an unknown operation and an unreadable body get the error of the service', async () => {
  const handle = (target: string, body: string) =>
    local.dynamoDb.handle({
      method: 'POST',
      path: '/',
      headers: { 'x-amz-target': `DynamoDB_20120810.${target}` },
      body: Buffer.from(body),
    });
  expect(await handle('ExecuteStatement', '{}')).toMatchObject({
    status: 400,
    body: '{"__type":"com.amazon.coral.service#UnknownOperationException"}',
  });
  for (const body of ['{"half', '[]', '{"TableName":"accounts","Item":{"pk":null}}']) {
    expect(await handle('PutItem', body)).toMatchObject({
      status: 400,
      body: '{"__type":"com.amazon.coral.service#SerializationException"}',
    });
  }
});

test('a table is created from the properties that CloudFormation has', async () => {
  await local.dynamoDb.createTable({
    TableName: 'from-template',
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
    SSESpecification: { SSEEnabled: true },
    Tags: [{ Key: 'team', Value: 'shop' }],
    TimeToLiveSpecification: { AttributeName: 'until', Enabled: true },
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
  });
  const { TimeToLiveDescription } = await send(new DescribeTimeToLiveCommand({ TableName: 'from-template' }));
  expect(TimeToLiveDescription).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'until' });
  const backups = await send(new DescribeContinuousBackupsCommand({ TableName: 'from-template' }));
  expect(backups.ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus).toBe(
    'ENABLED',
  );
});

test('a table that cannot be made is refused by the names of table and property', async () => {
  const table = { TableName: 'accounts', BillingMode: 'PAY_PER_REQUEST' };
  await expect(local.dynamoDb.createTable(table)).rejects.toThrow(/refused to create table accounts: .*keySchema/);
});

test('time to live is told, and cannot be switched on twice', async () => {
  const TimeToLiveSpecification = { AttributeName: 'until', Enabled: true };
  const enable = () => send(new UpdateTimeToLiveCommand({ TableName: 'accounts', TimeToLiveSpecification }));
  expect((await enable()).TimeToLiveSpecification).toEqual(TimeToLiveSpecification);
  await expect(enable()).rejects.toThrow('TimeToLive is already enabled');
});
