import {
  BatchWriteItemCommand,
  CreateTableCommand,
  DescribeTableCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { aTable, key, numberOf, save } from '../given/a-table.ts';
import { api, guide } from '../reference.ts';
import { refusal, refused } from '../refusal.ts';
import { storiesOf } from '../story.ts';

export const DYNAMODB = storiesOf('DynamoDB', [
  {
    name: 'A condition that fails refuses a put, and what was there stays',
    reference: api('DynamoDB', 'PutItem'),
    async tell(aws) {
      const TableName = await aTable(aws);
      await save(aws, TableName, 'there', 1);
      const answer = await refusal(
        aws.dynamodb.send(
          new PutItemCommand({
            TableName,
            Item: { ...key('there'), n: { N: '2' } },
            ConditionExpression: 'attribute_not_exists(pk)',
          }),
        ),
      );
      return { answer, n: await numberOf(aws, TableName, 'there') };
    },
    expected: {
      answer: {
        refused: 'ConditionalCheckFailedException',
        status: 400,
        text: 'The conditional request failed',
      },
      n: '1',
    },
  },
  {
    name: 'A refused put tells the old item, if asked to',
    reference: api('DynamoDB', 'PutItem'),
    async tell(aws) {
      const TableName = await aTable(aws);
      await save(aws, TableName, 'there', 1);
      return aws.dynamodb
        .send(
          new PutItemCommand({
            TableName,
            Item: key('there'),
            ConditionExpression: 'attribute_not_exists(pk)',
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          }),
        )
        .then(
          () => 'taken',
          ({ Item }: { Item?: unknown }) => Item ?? null,
        );
    },
    expected: { n: { N: '1' }, pk: { S: 'there' }, sk: { S: 'a' } },
  },
  {
    name: 'An update makes the item that is not there, and tells the new values',
    reference: api('DynamoDB', 'UpdateItem'),
    async tell(aws) {
      const TableName = await aTable(aws);
      const { Attributes } = await aws.dynamodb.send(
        new UpdateItemCommand({
          TableName,
          Key: key('new'),
          UpdateExpression: 'SET title = :title, tags = list_append(if_not_exists(tags, :none), :tag) ADD n :n',
          ExpressionAttributeValues: {
            ':title': { S: 'story' },
            ':none': { L: [] },
            ':tag': { L: [{ S: 'a' }] },
            ':n': { N: '2' },
          },
          ReturnValues: 'ALL_NEW',
        }),
      );
      return Attributes;
    },
    expected: {
      n: { N: '2' },
      pk: { S: 'new' },
      sk: { S: 'a' },
      tags: { L: [{ S: 'a' }] },
      title: { S: 'story' },
    },
  },
  {
    name: 'A reserved word in an expression is refused',
    reference: guide('DynamoDB Developer Guide', 'Reserved words in DynamoDB', 'ReservedWords'),
    async tell(aws) {
      const TableName = await aTable(aws);
      return refused(
        aws.dynamodb.send(
          new UpdateItemCommand({
            TableName,
            Key: key('a'),
            UpdateExpression: 'SET name = :name',
            ExpressionAttributeValues: { ':name': { S: 'story' } },
          }),
        ),
      );
    },
    expected: { refused: 'ValidationException', status: 400 },
  },
  {
    name: 'A value that no expression uses is refused',
    reference: guide(
      'DynamoDB Developer Guide',
      'Using expression attribute values in DynamoDB',
      'Expressions.ExpressionAttributeValues',
    ),
    async tell(aws) {
      const TableName = await aTable(aws);
      return refused(
        aws.dynamodb.send(
          new PutItemCommand({
            TableName,
            Item: key('a'),
            ConditionExpression: 'attribute_not_exists(pk)',
            ExpressionAttributeValues: { ':unused': { S: 'a' } },
          }),
        ),
      );
    },
    expected: { refused: 'ValidationException', status: 400 },
  },
  {
    name: 'A query reads a range of sort keys, page by page, backwards if asked to',
    reference: api('DynamoDB', 'Query'),
    async tell(aws) {
      const TableName = await aTable(aws);
      for (const n of [1, 2, 3, 4]) await save(aws, TableName, 'order', n, `event#${n}`);
      await save(aws, TableName, 'order', 9, 'other');
      const query = {
        TableName,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
        ExpressionAttributeValues: { ':pk': { S: 'order' }, ':sk': { S: 'event#' } },
        ScanIndexForward: false,
        Limit: 3,
      };
      const first = await aws.dynamodb.send(new QueryCommand(query));
      const second = await aws.dynamodb.send(new QueryCommand({ ...query, ExclusiveStartKey: first.LastEvaluatedKey }));
      return [first, second].map(({ Items, Count, LastEvaluatedKey = null }) => ({
        numbers: Items?.map(({ n }) => n?.N),
        Count,
        LastEvaluatedKey,
      }));
    },
    expected: [
      { Count: 3, LastEvaluatedKey: { pk: { S: 'order' }, sk: { S: 'event#2' } }, numbers: ['4', '3', '2'] },
      { Count: 1, LastEvaluatedKey: null, numbers: ['1'] },
    ],
  },
  {
    name: 'An item of more than 400 KB is refused',
    reference: guide('DynamoDB Developer Guide', 'Quotas in Amazon DynamoDB', 'ServiceQuotas'),
    async tell(aws) {
      const TableName = await aTable(aws);
      return refused(
        aws.dynamodb.send(
          new PutItemCommand({ TableName, Item: { ...key('large'), text: { S: 'x'.repeat(400 * 1024) } } }),
        ),
      );
    },
    expected: { refused: 'ValidationException', status: 400 },
  },
  {
    name: 'An empty key is refused, an empty text elsewhere is taken',
    reference: guide(
      'DynamoDB Developer Guide',
      'Supported data types and naming rules in Amazon DynamoDB',
      'HowItWorks.NamingRulesDataTypes',
    ),
    async tell(aws) {
      const TableName = await aTable(aws);
      const putting = (Item: ReturnType<typeof key>) =>
        refused(aws.dynamodb.send(new PutItemCommand({ TableName, Item })));
      return { key: await putting(key('')), elsewhere: await putting({ ...key('a'), text: { S: '' } }) };
    },
    expected: { elsewhere: 'taken', key: { refused: 'ValidationException', status: 400 } },
  },
  {
    name: 'A number keeps its 38 digits',
    reference: guide(
      'DynamoDB Developer Guide',
      'Supported data types and naming rules in Amazon DynamoDB',
      'HowItWorks.NamingRulesDataTypes',
    ),
    async tell(aws) {
      const TableName = await aTable(aws);
      const N = '12345678901234567890123456789012345678';
      await aws.dynamodb.send(new PutItemCommand({ TableName, Item: { ...key('exact'), n: { N } } }));
      return numberOf(aws, TableName, 'exact');
    },
    expected: '12345678901234567890123456789012345678',
  },
  {
    name: 'A batch of 25 writes is taken, one of 26 is refused',
    reference: api('DynamoDB', 'BatchWriteItem'),
    async tell(aws) {
      const TableName = await aTable(aws);
      const batch = (count: number) =>
        refused(
          aws.dynamodb.send(
            new BatchWriteItemCommand({
              RequestItems: {
                [TableName]: Array.from({ length: count }, (_, at) => ({ PutRequest: { Item: key(`item-${at}`) } })),
              },
            }),
          ),
        );
      return { full: await batch(25), more: await batch(26) };
    },
    expected: { full: 'taken', more: { refused: 'ValidationException', status: 400 } },
  },
  {
    name: 'A table that does not exist is refused',
    reference: api('DynamoDB', 'GetItem'),
    tell: (aws) => refused(aws.dynamodb.send(new GetItemCommand({ TableName: aws.unique('table'), Key: key('a') }))),
    expected: { refused: 'ResourceNotFoundException', status: 400 },
  },
  {
    name: 'A table’s name that is taken is refused',
    reference: api('DynamoDB', 'CreateTable'),
    async tell(aws) {
      const TableName = await aTable(aws);
      return refused(
        aws.dynamodb.send(
          new CreateTableCommand({
            TableName,
            BillingMode: 'PAY_PER_REQUEST',
            AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
            KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
          }),
        ),
      );
    },
    expected: { refused: 'ResourceInUseException', status: 400 },
  },
  {
    name: 'A table is described with its key and how it is paid for',
    reference: api('DynamoDB', 'DescribeTable'),
    async tell(aws) {
      const TableName = await aTable(aws);
      const { Table } = await aws.dynamodb.send(new DescribeTableCommand({ TableName }));
      const { TableArn, TableStatus, KeySchema, BillingModeSummary, ItemCount } = Table ?? {};
      return { TableArn, TableStatus, KeySchema, BillingMode: BillingModeSummary?.BillingMode, ItemCount };
    },
    expected: {
      BillingMode: 'PAY_PER_REQUEST',
      ItemCount: 0,
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      TableArn: 'arn:aws:dynamodb:<region>:<account>:table/<table>',
      TableStatus: 'ACTIVE',
    },
  },
]);
