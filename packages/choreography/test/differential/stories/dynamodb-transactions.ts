import {
  TransactGetItemsCommand,
  type TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import type { Aws } from '../aws.ts';
import { aTable, key, numberOf, save } from '../given/a-table.ts';
import { api, guide } from '../reference.ts';
import { refused } from '../refusal.ts';
import { storiesOf } from '../story.ts';

const WRITE = api('DynamoDB', 'TransactWriteItems');
const put = (TableName: string, pk: string, n: number, ConditionExpression?: string): TransactWriteItem => ({
  Put: { TableName, Item: { ...key(pk), n: { N: String(n) } }, ...(ConditionExpression && { ConditionExpression }) },
});
const write = (aws: Aws, TransactItems: TransactWriteItem[], ClientRequestToken?: string) =>
  aws.dynamodb.send(new TransactWriteItemsCommand({ TransactItems, ClientRequestToken }));

/** The reasons for which a transaction is cancelled. */
const cancellation = (aws: Aws, items: TransactWriteItem[]) =>
  write(aws, items).then(
    () => 'taken' as const,
    ({ name, CancellationReasons }: TransactionCanceledException) => ({ name, reasons: CancellationReasons }),
  );

export const DYNAMODB_TRANSACTIONS = storiesOf('DynamoDB: transactions', [
  {
    name: 'Puts, updates, deletes and checks are written together',
    reference: WRITE,
    async tell(aws) {
      const table = await aTable(aws);
      await save(aws, table, 'updated', 1);
      await save(aws, table, 'deleted', 1);
      await write(aws, [
        put(table, 'put', 7),
        {
          Update: {
            TableName: table,
            Key: key('updated'),
            UpdateExpression: 'ADD n :n',
            ExpressionAttributeValues: { ':n': { N: '2' } },
          },
        },
        { Delete: { TableName: table, Key: key('deleted') } },
        { ConditionCheck: { TableName: table, Key: key('none'), ConditionExpression: 'attribute_not_exists(pk)' } },
      ]);
      return [
        await numberOf(aws, table, 'put'),
        await numberOf(aws, table, 'updated'),
        await numberOf(aws, table, 'deleted'),
      ];
    },
    expected: ['7', '3', null],
  },
  {
    name: 'One condition that fails cancels all, and the reasons stand in the order of the actions',
    reference: WRITE,
    async tell(aws) {
      const table = await aTable(aws);
      await save(aws, table, 'there', 1);
      const answer = await cancellation(aws, [
        put(table, 'first', 1),
        put(table, 'there', 2, 'attribute_not_exists(pk)'),
        put(table, 'third', 3),
      ]);
      return { answer, first: await numberOf(aws, table, 'first'), there: await numberOf(aws, table, 'there') };
    },
    expected: {
      answer: {
        name: 'TransactionCanceledException',
        reasons: [
          { Code: 'None' },
          { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' },
          { Code: 'None' },
        ],
      },
      first: null,
      there: '1',
    },
  },
  {
    name: 'A cancelled transaction tells the old item, if asked to',
    reference: WRITE,
    async tell(aws) {
      const table = await aTable(aws);
      await save(aws, table, 'there', 1);
      const { Put } = put(table, 'there', 2, 'attribute_not_exists(pk)');
      const answer = await cancellation(aws, [
        { Put: { ...Put, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } } as TransactWriteItem,
      ]);
      return answer === 'taken' ? answer : answer.reasons;
    },
    expected: [
      {
        Code: 'ConditionalCheckFailed',
        Item: { n: { N: '1' }, pk: { S: 'there' }, sk: { S: 'a' } },
        Message: 'The conditional request failed',
      },
    ],
  },
  {
    name: 'Two actions on one item are refused',
    reference: WRITE,
    async tell(aws) {
      const table = await aTable(aws);
      return refused(write(aws, [put(table, 'same', 1), put(table, 'same', 2)]));
    },
    expected: { refused: 'ValidationException', status: 400 },
  },
  {
    name: 'A hundred actions are taken, a hundred and one are refused',
    reference: WRITE,
    async tell(aws) {
      const table = await aTable(aws);
      const many = (count: number) => Array.from({ length: count }, (_, at) => put(table, `item-${at}`, at));
      return { hundred: await refused(write(aws, many(100))), more: await refused(write(aws, many(101))) };
    },
    expected: { hundred: 'taken', more: { refused: 'ValidationException', status: 400 } },
  },
  {
    name: 'The same token does the same work once; with other work it is refused',
    reference: guide('DynamoDB Developer Guide', 'Amazon DynamoDB Transactions: How it works', 'transaction-apis'),
    async tell(aws) {
      const table = await aTable(aws);
      await save(aws, table, 'counter', 0);
      const token = aws.unique('token');
      const add = (n: number): TransactWriteItem => ({
        Update: {
          TableName: table,
          Key: key('counter'),
          UpdateExpression: 'ADD n :n',
          ExpressionAttributeValues: { ':n': { N: String(n) } },
        },
      });
      await write(aws, [add(1)], token);
      await write(aws, [add(1)], token);
      return { other: await refused(write(aws, [add(2)], token)), counted: await numberOf(aws, table, 'counter') };
    },
    expected: { counted: '1', other: { refused: 'IdempotentParameterMismatchException', status: 400 } },
  },
  {
    name: 'Items are read together, in the order in which they are asked for',
    reference: api('DynamoDB', 'TransactGetItems'),
    async tell(aws) {
      const table = await aTable(aws);
      await save(aws, table, 'one', 1);
      await save(aws, table, 'two', 2);
      const { Responses } = await aws.dynamodb.send(
        new TransactGetItemsCommand({
          TransactItems: ['two', 'none', 'one'].map((pk) => ({ Get: { TableName: table, Key: key(pk) } })),
        }),
      );
      return Responses?.map(({ Item }) => Item?.n?.N ?? null);
    },
    expected: ['2', null, '1'],
  },
]);
