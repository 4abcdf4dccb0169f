import { expect, test } from 'vitest';
import { costOf } from '#cost/cost-of.ts';
import { readTemplates } from '#template/read-templates.ts';
import { anAssembly } from '../local/assembly.ts';

const table = (TableName: string, properties: object) => ({
  Type: 'AWS::DynamoDB::Table',
  Properties: { TableName, ...properties },
});
const doubtsOf = (tables: Record<string, object>): readonly string[] =>
  costOf({ paths: [], idleHour: [], doubts: [] }, readTemplates([anAssembly(tables)]), 'us-east-1', undefined).doubts;

test('a table that is paid for by the hour is said not to be counted so', () => {
  const Asked = table('asked', { BillingMode: 'PAY_PER_REQUEST' });
  const Visits = table('visits', { ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 5 } });
  expect(doubtsOf({ Asked, Visits })).toEqual([
    'Not counted: the capacity that visits is paid for by the hour; writes and reads are priced as if paid for by the request.',
  ]);
  expect(doubtsOf({ Asked })).toEqual([]);
});
