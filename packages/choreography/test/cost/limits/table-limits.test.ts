import { expect, test } from 'vitest';
import type { LimitedPath } from '#cost/limits/limit.ts';
import { newTableLimits, tableLimits } from '#cost/limits/table-limits.ts';
import { type TemplateFacts, templateFacts } from '#cost/template-facts.ts';
import { readTemplates } from '#template/read-templates.ts';
import { anAssembly } from '../../local/assembly.ts';

const path: LimitedPath = {
  ...{ share: 1, keys: [], common: new Map() },
  instances: [
    [
      {
        ...{ kind: 'write', table: 'visits', index: undefined, partition: 'a' },
        ...{ units: 8, inTransaction: false },
      },
    ],
  ],
};

const factsOf = (properties: object): TemplateFacts =>
  templateFacts(
    readTemplates([
      anAssembly({ Table: { Type: 'AWS::DynamoDB::Table', Properties: { TableName: 'visits', ...properties } } }),
    ]),
  );

test('a table by the request has the quota of the account, and less while it is new', () => {
  const facts = factsOf({ BillingMode: 'PAY_PER_REQUEST' });
  expect(tableLimits([path], facts, 'us-east-1').map(({ perSecond }) => perSecond)).toEqual([5000]);
  expect(newTableLimits([path], facts, 'us-east-1').map(({ perSecond }) => perSecond)).toEqual([500]);
});

test('a table that is warmed takes what it is warmed for', () => {
  const facts = factsOf({
    BillingMode: 'PAY_PER_REQUEST',
    WarmThroughput: { WriteUnitsPerSecond: 16_000, ReadUnitsPerSecond: 12_000 },
  });
  expect(newTableLimits([path], facts, 'us-east-1').map(({ perSecond }) => perSecond)).toEqual([2000]);
});

test('a table of provisioned capacity takes that, and one with a maximum no more than that', () => {
  const provisioned = factsOf({ ProvisionedThroughput: { WriteCapacityUnits: 80, ReadCapacityUnits: 10 } });
  expect(tableLimits([path], provisioned, 'us-east-1').map(({ perSecond }) => perSecond)).toEqual([10]);
  expect(newTableLimits([path], provisioned, 'us-east-1')).toEqual([]);
  const bounded = factsOf({
    BillingMode: 'PAY_PER_REQUEST',
    OnDemandThroughput: { MaxWriteRequestUnits: 160, MaxReadRequestUnits: 1 },
  });
  expect(tableLimits([path], bounded, 'us-east-1').map(({ perSecond }) => perSecond)).toEqual([20]);
});
