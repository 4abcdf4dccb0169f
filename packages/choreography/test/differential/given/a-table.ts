import {
  type AttributeValue,
  CreateTableCommand,
  DeleteTableCommand,
  GetItemCommand,
  PutItemCommand,
  type StreamViewType,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import type { Aws } from '../aws.ts';

/** A table with the key `pk` and `sk`, both texts, and with a stream of such a view if it is given; its name. */
export async function aTable(aws: Aws, view?: StreamViewType): Promise<string> {
  const TableName = aws.unique('table');
  await aws.dynamodb.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      ...(view && { StreamSpecification: { StreamEnabled: true, StreamViewType: view } }),
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
      ],
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    }),
  );
  aws.afterwards(() => aws.dynamodb.send(new DeleteTableCommand({ TableName })));
  await waitUntilTableExists({ client: aws.dynamodb, maxWaitTime: 30, minDelay: 1, maxDelay: 1 }, { TableName });
  return TableName;
}

export const key = (pk: string, sk = 'a'): Record<string, AttributeValue> => ({ pk: { S: pk }, sk: { S: sk } });

/** Saves an item with a number `n`. */
export const save = (aws: Aws, TableName: string, pk: string, n: number, sk = 'a') =>
  aws.dynamodb.send(new PutItemCommand({ TableName, Item: { ...key(pk, sk), n: { N: String(n) } } }));

/** The number of an item; null when there is none. */
export async function numberOf(aws: Aws, TableName: string, pk: string, sk = 'a'): Promise<string | null> {
  const { Item } = await aws.dynamodb.send(new GetItemCommand({ TableName, Key: key(pk, sk), ConsistentRead: true }));
  return Item?.n?.N ?? null;
}
