import type { PropertyKinds } from './properties.ts';
import { refuse } from './refusal.ts';
import { attributesOf, made, type Resources, type SamResource } from './resources.ts';

export const SIMPLE_TABLE_PROPERTIES: PropertyKinds = {
  PointInTimeRecoverySpecification: 'any',
  PrimaryKey: 'words',
  ProvisionedThroughput: 'map',
  TableName: 'text|map',
  Tags: 'map',
  SSESpecification: 'map',
};

const TYPE: Readonly<Record<string, string>> = { String: 'S', Number: 'N', Binary: 'B' };

/** A table with one key, `id` if none is named. */
export function simpleTable(sam: SamResource): Resources {
  const { PrimaryKey, TableName, ProvisionedThroughput, SSESpecification, PointInTimeRecoverySpecification } =
    sam.properties;
  const { Name, Type } = PrimaryKey ?? { Name: 'id', Type: 'String' };
  for (const [property, value] of Object.entries({ Name, Type }))
    if (value === undefined) refuse(sam.id, `Property 'PrimaryKey.${property}' is required.`);
  const AttributeType = TYPE[Type] ?? refuse(sam.id, `Invalid 'Type' "${Type}".`);
  const table = {
    TableName,
    AttributeDefinitions: [{ AttributeName: Name, AttributeType }],
    KeySchema: [{ AttributeName: Name, KeyType: 'HASH' }],
    ...(ProvisionedThroughput ? { ProvisionedThroughput } : { BillingMode: 'PAY_PER_REQUEST' }),
    SSESpecification,
    PointInTimeRecoverySpecification,
  };
  return { [sam.id]: made(sam, 'AWS::DynamoDB::Table', table, attributesOf(sam.resource)) };
}
