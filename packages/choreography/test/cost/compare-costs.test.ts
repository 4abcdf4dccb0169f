import { expect, test } from 'vitest';
import { compareCosts } from '#cost/compare-costs.ts';
import { type Cost, costOf } from '#cost/cost-of.ts';
import { measure } from '#cost/measure/measure.ts';
import type { ProcessPath } from '#cost/measure/process-path.ts';
import { readTemplates } from '#template/read-templates.ts';
import { aFunction, anAssembly, permission, rule } from '../local/assembly.ts';

const path: ProcessPath = {
  ...{ name: 'visit', share: 1, given: [], key: 'v-1', function: undefined },
  entries: [{ Source: 'test', DetailType: 'Visited', Detail: JSON.stringify({ visitor: 'v-1' }) }],
};

/** A function writes down each visit; another version of it counts all visits in one item, too. */
async function costWith(code: string): Promise<Cost> {
  const folder = anAssembly(
    {
      Table: {
        Type: 'AWS::DynamoDB::Table',
        Properties: {
          ...{ TableName: 'visits', BillingMode: 'PAY_PER_REQUEST' },
          AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
          KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        },
      },
      Note: aFunction('note'),
      MayInvoke: permission('note'),
      OnVisited: rule('visited', { Arn: { 'Fn::GetAtt': ['Note', 'Arn'] } }),
    },
    {
      note: `
        const { DynamoDBClient, PutItemCommand, UpdateItemCommand } = require('@aws-sdk/client-dynamodb');
        const client = new DynamoDBClient({});
        exports.handler = async ({ detail: { visitor } }) => {
          await client.send(new PutItemCommand({ TableName: 'visits', Item: { pk: { S: 'visitor#' + visitor } } }));
          ${code}
        };`,
    },
  );
  const measured = await measure({ cdkOut: folder, paths: [path], instances: 4, iam: 'warn' });
  return costOf(measured, readTemplates([folder]), 'us-east-1', undefined);
}

test('a change that makes each instance write to one item is seen, in the cost and in what is full first', async () => {
  const before = await costWith('');
  const after = await costWith(`
    await client.send(new UpdateItemCommand({
      TableName: 'visits', Key: { pk: { S: 'all' } },
      UpdateExpression: 'ADD visits :one', ExpressionAttributeValues: { ':one': { N: '1' } },
    }));`);
  const { items, firstLimit, doubts } = compareCosts(before, after);
  expect(items.find(({ item }) => item === 'DynamoDB writes')).toEqual({
    ...{ item: 'DynamoDB writes', before: 0.625, after: 1.25 },
  });
  expect(firstLimit.before?.resource).not.toContain('partition key');
  expect(firstLimit.after).toMatchObject({
    ...{ resource: 'visits: writes at partition key "all"', perSecond: 1000 },
  });
  expect(doubts).toEqual({ before: [], after: [] });
}, 60_000);
