import { expect, test } from 'vitest';
import { measure } from '#cost/measure/measure.ts';
import type { ProcessPath } from '#cost/measure/process-path.ts';
import { templateFacts } from '#cost/template-facts.ts';
import { usageOf } from '#cost/usage.ts';
import { readTemplates } from '#template/read-templates.ts';
import { aFunction, anAssembly, permission } from '../../local/assembly.ts';

const KEYS = [
  { AttributeName: 'pk', KeyType: 'HASH' },
  { AttributeName: 'sk', KeyType: 'RANGE' },
];

/** A bus whose archive keeps all; a rule brings each event to a function, which writes to a table with an index. */
const assembly = anAssembly(
  {
    Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'visits' } },
    Archive: {
      Type: 'AWS::Events::Archive',
      Properties: { ArchiveName: 'all', SourceArn: { 'Fn::GetAtt': ['Bus', 'Arn'] }, RetentionDays: 73 },
    },
    Table: {
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        TableName: 'visits',
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: ['pk', 'sk', 'day'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
        KeySchema: KEYS,
        GlobalSecondaryIndexes: [
          {
            IndexName: 'by-day',
            KeySchema: [{ AttributeName: 'day', KeyType: 'HASH' }],
            Projection: { ProjectionType: 'KEYS_ONLY' },
          },
        ],
        TimeToLiveSpecification: { AttributeName: 'until', Enabled: true },
      },
    },
    Note: aFunction('note', { MemorySize: 512, Architectures: ['arm64'] }),
    MayInvoke: permission('note'),
    OnVisited: {
      Type: 'AWS::Events::Rule',
      Properties: {
        EventBusName: { Ref: 'Bus' },
        EventPattern: { 'detail-type': ['Visited'] },
        Targets: [{ Id: 'note', Arn: { 'Fn::GetAtt': ['Note', 'Arn'] } }],
      },
    },
  },
  {
    note: `
      const { DynamoDBClient, PutItemCommand, TransactWriteItemsCommand, GetItemCommand } = require('@aws-sdk/client-dynamodb');
      const client = new DynamoDBClient({});
      const TableName = 'visits';
      exports.handler = async ({ detail: { visitor, day } }) => {
        // 1,500 bytes: two units, and one of the index.
        const Item = { pk: { S: 'visitor#' + visitor }, sk: { S: 'visit' }, day: { S: day }, note: { S: 'x'.repeat(1500) } };
        await client.send(new PutItemCommand({ TableName, Item }));
        // Two small items in a transaction: two units each.
        const put = (pk) => ({ Put: { TableName, Item: { pk: { S: pk }, sk: { S: visitor } } } });
        await client.send(new TransactWriteItemsCommand({ TransactItems: [put('all'), put('visitor#' + visitor + '#again')] }));
        // Half a unit, eventually consistent; nothing is there.
        await client.send(new GetItemCommand({ TableName, Key: { pk: { S: 'none' }, sk: { S: 'none' } } }));
        // Refused, and one unit all the same.
        await client.send(new PutItemCommand({ TableName, Item: { pk: { S: 'all' }, sk: { S: visitor } }, ConditionExpression: 'attribute_not_exists(pk)' })).catch(() => {});
        console.log('noted');
      };`,
  },
);

const path: ProcessPath = {
  name: 'visit',
  share: 1,
  given: [],
  entries: [
    {
      Source: 'museum',
      DetailType: 'Visited',
      EventBusName: 'visits',
      Detail: JSON.stringify({ visitor: 'v-1', day: 'monday' }),
    },
  ],
  key: 'v-1',
  function: undefined,
};

test('what one instance uses is what one counts by hand', async () => {
  const stacks = readTemplates([assembly]);
  const resources = stacks[0]?.template.Resources as Record<string, { Properties: Record<string, unknown> }>;
  expect(resources.OnVisited).toBeDefined();
  const { paths, doubts } = await measure({ cdkOut: assembly, paths: [path], instances: 4, iam: 'warn' });
  expect(doubts).toEqual([]);
  const [visit] = paths;
  const usage = usageOf(visit?.operations ?? [], templateFacts(stacks), 0.05);
  const each = Object.fromEntries([...usage].map(([item, { units }]) => [item, units / 4]));
  expect(each).toMatchObject({
    'EventBridge events': 1,
    'Lambda requests': 1,
    // 2 + 1 of the index, 2 + 2 of the transaction, 1 that was refused.
    'DynamoDB writes': 8,
    'DynamoDB reads': 0.5,
  });
  // 73 days are 2.4 months of 730 hours; logs that never expire are counted for a year.
  expect((each['EventBridge archive, stored'] ?? 0) / (each['EventBridge archive, processed'] ?? 0)).toBeCloseTo(
    2.4,
    9,
  );
  expect((each['CloudWatch Logs, stored'] ?? 0) / (each['CloudWatch Logs, ingested'] ?? 0)).toBeCloseTo(12, 9);
  const invocation = visit?.operations[0]?.find((one) => one.kind === 'invocation');
  const seconds = Math.ceil(invocation?.kind === 'invocation' ? (invocation.milliseconds ?? 0) : 0) / 1000;
  expect(each['Lambda duration, arm64']).toBeCloseTo(0.5 * seconds, 9);
}, 60_000);
