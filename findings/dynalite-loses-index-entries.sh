#!/bin/sh
# dynalite 4.0.0 keys the entries of an index by the index key and 24 bits of a hash of the table's key. So of items with one index key
# (some thousand are enough for it to happen by chance) one can hide another: a Query of the index misses it, and deleting one of them
# removes the entry of both. Here are two such keys. Exits other than 0 if that is no longer so. Needs Node 20 and npm.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund dynalite@4.0.0 @aws-sdk/client-dynamodb@3.1164.0
cat >try.mjs <<'JS'
import { DynamoDB } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
const server = dynalite({ createTableMs: 0 });
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const endpoint = `http://127.0.0.1:${server.address().port}`;
const db = new DynamoDB({ endpoint, region: 'us-east-1', credentials: { accessKeyId: 'x', secretAccessKey: 'x' } });
const TableName = 'table';
const key = (AttributeName) => [{ AttributeName, KeyType: 'HASH' }];
await db.createTable({
  ...{ TableName, BillingMode: 'PAY_PER_REQUEST', KeySchema: key('id') },
  AttributeDefinitions: ['id', 'g'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
  GlobalSecondaryIndexes: [{ IndexName: 'by-g', KeySchema: key('g'), Projection: { ProjectionType: 'KEYS_ONLY' } }],
});
while ((await db.describeTable({ TableName })).Table.TableStatus !== 'ACTIVE');
for (const S of ['item-722', 'item-14602']) await db.putItem({ TableName, Item: { id: { S }, g: { S: 'same' } } });
const { Count: inTable } = await db.scan({ TableName });
const { Count: inIndex } = await db.query({
  ...{ TableName, IndexName: 'by-g', KeyConditionExpression: 'g = :g' },
  ExpressionAttributeValues: { ':g': { S: 'same' } },
});
console.log(`dynalite 4.0.0: ${inTable} items in the table, ${inIndex} of them in the index`);
server.close();
process.exit(inTable === 2 && inIndex === 1 ? 0 : 1);
JS
node try.mjs
