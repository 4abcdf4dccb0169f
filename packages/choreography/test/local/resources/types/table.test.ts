import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { anAssembly } from '../../assembly.ts';
import { aRuntime } from '../../runtime.ts';

const capacity = { ReadCapacityUnits: 5, WriteCapacityUnits: 5 };
const table = (more: object) => ({
  Table: {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      TableName: 'loans',
      AttributeDefinitions: ['id', 'reader'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'by-reader',
          KeySchema: [{ AttributeName: 'reader', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'ALL' },
          ProvisionedThroughput: capacity,
        },
      ],
      ...more,
    },
  },
});

describe('a table whose index has a capacity', () => {
  it('is made, with the index, as one that takes what comes', async () => {
    const local = await aRuntime(anAssembly(table({ ProvisionedThroughput: capacity })));
    const { Table } = await new DynamoDBClient(local.access).send(new DescribeTableCommand({ TableName: 'loans' }));
    await local.runtime.stop();
    expect(Table?.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName)).toEqual(['by-reader']);
  });

  it('is refused if it says that it is paid by request, as by DynamoDB', async () => {
    await expect(aRuntime(anAssembly(table({ BillingMode: 'PAY_PER_REQUEST' })))).rejects.toThrow(
      'ProvisionedThroughput should not be specified for index: by-reader when BillingMode is PAY_PER_REQUEST',
    );
  });
});
