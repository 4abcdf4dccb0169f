import {
  BatchGetItemCommand,
  GetItemCommand,
  IdempotentParameterMismatchException,
  PutItemCommand,
  QueryCommand,
  TransactGetItemsCommand,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { localDynamoDb } from './local-table.ts';

let local: Awaited<ReturnType<typeof localDynamoDb>>;
beforeAll(async () => {
  local = await localDynamoDb();
});
afterAll(() => local.close());

const write = (TransactItems: TransactWriteItem[], more: object = {}) =>
  local.client.send(new TransactWriteItemsCommand({ TransactItems, ...more }));
const cancellation = (items: TransactWriteItem[]) =>
  write(items).then(
    () => expect.unreachable('the transaction should have been cancelled'),
    (error: unknown) => {
      expect(error).toBeInstanceOf(TransactionCanceledException);
      return error as TransactionCanceledException;
    },
  );
const read = async (pk: string) =>
  (await local.client.send(new GetItemCommand({ TableName: 'accounts', Key: { pk: { S: pk } } }))).Item;
const save = (pk: string, balance: number) =>
  local.client.send(
    new PutItemCommand({ TableName: 'accounts', Item: { pk: { S: pk }, balance: { N: `${balance}` } } }),
  );

const put = (pk: string, ConditionExpression?: string): TransactWriteItem => ({
  Put: { TableName: 'accounts', Item: { pk: { S: pk } }, ...(ConditionExpression ? { ConditionExpression } : {}) },
});
const add = (pk: string, n: number, atLeast = Number.MIN_SAFE_INTEGER): TransactWriteItem => ({
  Update: {
    TableName: 'accounts',
    Key: { pk: { S: pk } },
    UpdateExpression: 'SET balance = balance + :n',
    ConditionExpression: 'balance >= :least',
    ExpressionAttributeValues: { ':n': { N: `${n}` }, ':least': { N: `${atLeast}` } },
  },
});

test('puts, updates, deletes and checks are written together, in several tables and their indexes', async () => {
  await Promise.all([save('together-1', 5), save('together-2', 1), save('together-3', 1)]);
  await write([
    add('together-1', 2),
    { Delete: { TableName: 'accounts', Key: { pk: { S: 'together-2' } } } },
    {
      ConditionCheck: {
        TableName: 'accounts',
        Key: { pk: { S: 'together-3' } },
        ConditionExpression: 'attribute_exists(pk)',
      },
    },
    { Put: { TableName: 'log', Item: { pk: { S: 'together' }, sk: { S: '1' }, kind: { S: 'transfer' } } } },
  ]);
  expect((await read('together-1'))?.balance).toEqual({ N: '7' });
  expect(await read('together-2')).toBeUndefined();
  expect((await read('together-3'))?.balance).toEqual({ N: '1' });
  const indexed = await local.client.send(
    new QueryCommand({
      TableName: 'log',
      IndexName: 'by-kind',
      KeyConditionExpression: 'kind = :kind',
      ExpressionAttributeValues: { ':kind': { S: 'transfer' } },
    }),
  );
  expect(indexed.Count).toBe(1);
});

test('one failed condition cancels all, and the reasons are in the order of the actions', async () => {
  await save('reason-2', 3);
  const error = await cancellation([
    put('reason-1'),
    put('reason-2', 'attribute_not_exists(pk)'),
    put('reason-3', 'attribute_exists(pk)'),
  ]);
  expect(error.message).toBe(
    'Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed, ConditionalCheckFailed]',
  );
  const failed = { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' };
  expect(error.CancellationReasons).toEqual([{ Code: 'None' }, failed, failed]);
  expect(await read('reason-1')).toBeUndefined();
});

test('a reason has the item that failed the condition, if asked', async () => {
  await save('all-old', 3);
  const { CancellationReasons } = await cancellation([
    { Update: { ...add('all-old', -4, 4).Update, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } as never },
  ]);
  expect(CancellationReasons?.[0]?.Item).toEqual({ pk: { S: 'all-old' }, balance: { N: '3' } });
});

test('an update that cannot be applied cancels all', async () => {
  const onMissing: TransactWriteItem = {
    Update: {
      TableName: 'accounts',
      Key: { pk: { S: 'nobody' } },
      UpdateExpression: 'SET balance = balance + :n',
      ExpressionAttributeValues: { ':n': { N: '1' } },
    },
  };
  const { CancellationReasons } = await cancellation([put('apply-1'), onMissing]);
  expect(CancellationReasons).toEqual([
    { Code: 'None' },
    {
      Code: 'ValidationError',
      Message: 'The provided expression refers to an attribute that does not exist in the item',
    },
  ]);
  expect(await read('apply-1')).toBeUndefined();
});

test('a key that does not fit the table cancels before any condition is looked at', async () => {
  const unfit: TransactWriteItem = { Put: { TableName: 'accounts', Item: { pk: { N: '7' } } } };
  const { CancellationReasons } = await cancellation([put('unfit', 'attribute_exists(pk)'), unfit, unfit]);
  expect(CancellationReasons?.map(({ Code }) => Code)).toEqual(['None', 'ValidationError', 'None']);
});

test.each([
  ['two actions on one item', [put('twice'), add('twice', 1)], 'cannot include multiple operations on one item'],
  ['no action', [], /transactItems.*Member must have length greater than or equal to 1/],
  [
    'more than 100 actions',
    Array.from({ length: 101 }, (_, n) => put(`many-${n}`)),
    /transactItems.*Member must have length less than or equal to 100/,
  ],
  ['two kinds in one action', [{ ...put('kinds'), ...add('other', 1) }], 'can only contain one of Check, Put, Update'],
  ['an item without a kind', [{}], 'TransactWriteRequest should contain Delete or Put or Update request'],
  ['an expression that does not parse', [put('syntax', 'hello!')], 'Invalid ConditionExpression: Syntax error'],
  [
    'a check without a condition',
    [{ ConditionCheck: { TableName: 'accounts', Key: { pk: { S: 'c' } }, ConditionExpression: undefined } }],
    /transactItems\.1.*conditionExpression.*Member must not be null/,
  ],
  [
    'more than 4 MB',
    Array.from({ length: 50 }, (_, n) => ({
      Put: { TableName: 'accounts', Item: { pk: { S: `large-${n}` }, x: { S: 'x'.repeat(100_000) } } },
    })),
    'size cannot exceed 4194304 bytes',
  ],
])('%s is a ValidationException', async (_, items, message) => {
  const error = await write(items as TransactWriteItem[]).catch((refusal: Error) => refusal);
  expect(error).toMatchObject({ name: 'ValidationException' });
  expect((error as Error).message).toMatch(message);
});

test('a table that does not exist is not found', async () => {
  const nowhere: TransactWriteItem = { Put: { TableName: 'nowhere', Item: { pk: { S: '1' } } } };
  await expect(write([nowhere])).rejects.toThrow('Requested resource not found');
});

test('a repeated token is answered and writes nothing; with another request it is refused', async () => {
  await save('token', 0);
  const token = { ClientRequestToken: 'the-same' };
  await write([add('token', 1)], token);
  await write([add('token', 1)], token);
  expect((await read('token'))?.balance).toEqual({ N: '1' });
  await expect(write([add('token', 2)], token)).rejects.toBeInstanceOf(IdempotentParameterMismatchException);
  await expect(write([add('token', 2)], { ClientRequestToken: 'x'.repeat(37) })).rejects.toThrow(/clientRequestToken/);
});

test('a cancelled transaction is tried again with its token', async () => {
  const token = { ClientRequestToken: 'retried' };
  await expect(write([add('retried', 1)], token)).rejects.toBeInstanceOf(TransactionCanceledException);
  await save('retried', 1);
  await write([add('retried', 1)], token);
  expect((await read('retried'))?.balance).toEqual({ N: '2' });
});

test('what a transaction consumes is counted twice, per table', async () => {
  const { ConsumedCapacity } = await write([put('capacity-1'), put('capacity-2')], { ReturnConsumedCapacity: 'TOTAL' });
  expect(ConsumedCapacity).toEqual([{ TableName: 'accounts', CapacityUnits: 4, WriteCapacityUnits: 4 }]);
});

test('items are read together, in the order of the request', async () => {
  await Promise.all([save('read-1', 1), save('read-2', 2)]);
  const get = (pk: string) => ({ Get: { TableName: 'accounts', Key: { pk: { S: pk } } } });
  const { Responses } = await local.client.send(
    new TransactGetItemsCommand({ TransactItems: [get('read-2'), get('read-none'), get('read-1')] }),
  );
  expect(Responses?.map(({ Item }) => Item?.balance)).toEqual([{ N: '2' }, undefined, { N: '1' }]);
});

test('all or nothing, whichever conditions hold', async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.boolean(), { minLength: 1, maxLength: 8 }), async (holds) => {
      const prefix = `all-${run++}`;
      const names = holds.map((_, index) => `${prefix}-${index}`);
      const actions = holds.map((hold, index) =>
        put(`${prefix}-${index}`, hold ? 'attribute_not_exists(pk)' : 'attribute_exists(pk)'),
      );
      await write(actions).catch(() => undefined);
      const written = await Promise.all(names.map(read));
      const expected = holds.every(Boolean);
      expect(written.every((item) => Boolean(item) === expected)).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test('of concurrent transactions for the last item exactly one wins', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 2, max: 12 }), fc.integer({ min: 1, max: 3 }), async (racers, left) => {
      await save('last', left);
      const results = await Promise.allSettled(
        Array.from({ length: racers }, (_, n) => write([add('last', -1, 1), put(`winner-${n}`)])),
      );
      const won = results.filter(({ status }) => status === 'fulfilled').length;
      expect(won).toBe(Math.min(left, racers));
      expect((await read('last'))?.balance).toEqual({ N: `${left - won}` });
    }),
    { numRuns: 25 },
  );
});

test('money moved between accounts at random is neither made nor lost, and no account is overdrawn', async () => {
  const accounts = ['alice', 'bob', 'carol', 'dave'];
  const account = fc.constantFrom(...accounts);
  const transfer = fc.record({ from: account, to: account, amount: fc.integer({ min: 1, max: 80 }) });
  await fc.assert(
    fc.asyncProperty(fc.array(transfer, { maxLength: 20 }), async (transfers) => {
      await Promise.all(accounts.map((name) => save(name, 100)));
      await Promise.allSettled(
        transfers.map(({ from, to, amount }) => write([add(from, -amount, amount), add(to, amount)])),
      );
      const { Responses } = await local.client.send(
        new BatchGetItemCommand({
          RequestItems: { accounts: { Keys: accounts.map((name) => ({ pk: { S: name } })) } },
        }),
      );
      const balances = (Responses?.accounts ?? []).map(({ balance }) => Number(balance?.N));
      expect(balances).toHaveLength(4);
      expect(Math.min(...balances)).toBeGreaterThanOrEqual(0);
      expect(balances.reduce((sum, balance) => sum + balance)).toBe(400);
    }),
    { numRuns: 25 },
  );
});
