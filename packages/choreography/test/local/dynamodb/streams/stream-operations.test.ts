import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  PutItemCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { anAssembly } from '../../assembly.ts';
import { aRuntime } from '../../runtime.ts';

let local: Awaited<ReturnType<typeof aRuntime>>;
let client: DynamoDBClient;
beforeAll(async () => {
  local = await aRuntime(anAssembly({}));
  client = new DynamoDBClient(local.access);
});
afterAll(() => local.runtime.stop());

async function streams(action: string, input: object): Promise<Record<string, never>> {
  const headers = {
    authorization: 'AWS4-HMAC-SHA256 Credential=test/20300101/us-east-1/dynamodb/aws4_request',
    'x-amz-target': `DynamoDBStreams_20120810.${action}`,
  };
  const answer = await fetch(local.runtime.endpoint, { method: 'POST', headers, body: JSON.stringify(input) });
  return (await answer.json()) as Record<string, never>;
}

it('reads the changes of a table from a shard, page by page', async () => {
  const { TableDescription } = await client.send(
    new CreateTableCommand({
      TableName: 'letters',
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' },
    }),
  );
  const StreamArn = TableDescription?.LatestStreamArn;
  expect(StreamArn).toMatch(/table\/letters\/stream\/\d{4}-/);
  for (const id of ['a', 'b', 'c'])
    await client.send(new PutItemCommand({ TableName: 'letters', Item: { id: { S: id }, text: { S: 'hidden' } } }));

  const { StreamDescription } = await streams('DescribeStream', { StreamArn });
  const { Shards, StreamStatus } = StreamDescription as unknown as {
    Shards: { ShardId: string }[];
    StreamStatus: string;
  };
  expect(StreamStatus).toBe('ENABLED');
  const ShardId = Shards[0]?.ShardId;
  const { ShardIterator } = await streams('GetShardIterator', {
    StreamArn,
    ShardId,
    ShardIteratorType: 'TRIM_HORIZON',
  });
  const first = await streams('GetRecords', { ShardIterator, Limit: 2 });
  const second = await streams('GetRecords', { ShardIterator: first.NextShardIterator });
  const keys = (answer: Record<string, unknown>) =>
    (answer.Records as { dynamodb: { Keys: { id: { S: string } } } }[]).map(({ dynamodb }) => dynamodb.Keys.id.S);
  expect([keys(first), keys(second)]).toEqual([['a', 'b'], ['c']]);
  expect(JSON.stringify(first)).not.toContain('hidden');
  const latest = await streams('GetShardIterator', { StreamArn, ShardId, ShardIteratorType: 'LATEST' });
  expect(keys(await streams('GetRecords', { ShardIterator: latest.ShardIterator }))).toEqual([]);
});

it('is switched off, and then described no more', async () => {
  await client.send(new UpdateTableCommand({ TableName: 'letters', StreamSpecification: { StreamEnabled: false } }));
  const { Table } = await client.send(new DescribeTableCommand({ TableName: 'letters' }));
  expect(Table?.LatestStreamArn).toBeUndefined();
  expect(await streams('ListStreams', { TableName: 'letters' })).toMatchObject({ Streams: [{ TableName: 'letters' }] });
});
