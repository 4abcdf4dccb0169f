import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { startDynamoDb } from '#local/dynamodb/start-dynamodb.ts';
import { localClient, serveBackend } from './serve-backend.ts';

/** A local DynamoDB with table `accounts` (pk) and table `log` (pk, sk, and an index `by-kind`), and a real client. */
export async function localDynamoDb() {
  const dynamoDb = await startDynamoDb({ region: 'us-east-1' });
  const server = await serveBackend(() => dynamoDb);
  await dynamoDb.createTable({
    TableName: 'accounts',
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
  });
  await dynamoDb.createTable({
    TableName: 'log',
    AttributeDefinitions: ['pk', 'sk', 'kind'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'by-kind',
        KeySchema: [
          { AttributeName: 'kind', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
    BillingMode: 'PAY_PER_REQUEST',
  });
  const client = new DynamoDBClient(localClient(server.url));
  const close = async () => {
    client.destroy();
    await server.close();
    await dynamoDb.stop();
  };
  return { dynamoDb, client, close };
}
