import { attributesOf, made, type Resources, type SamResource } from './resources.ts';

const TYPE: Readonly<Record<string, string>> = { String: 'S', Number: 'N', Binary: 'B' };

/** A table with one key, `id` if none is named. */
export function simpleTable(sam: SamResource): Resources {
  const { PrimaryKey = {}, TableName, ProvisionedThroughput, SSESpecification } = sam.properties;
  const name = PrimaryKey.Name ?? 'id';
  const table = {
    TableName,
    AttributeDefinitions: [{ AttributeName: name, AttributeType: TYPE[PrimaryKey.Type ?? 'String'] }],
    KeySchema: [{ AttributeName: name, KeyType: 'HASH' }],
    ...(ProvisionedThroughput ? { ProvisionedThroughput } : { BillingMode: 'PAY_PER_REQUEST' }),
    SSESpecification,
  };
  return { [sam.id]: made(sam, 'AWS::DynamoDB::Table', table, attributesOf(sam.resource)) };
}
