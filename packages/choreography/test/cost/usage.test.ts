import { expect, test } from 'vitest';
import { templateFacts } from '#cost/template-facts.ts';
import { usageOf } from '#cost/usage.ts';
import { readTemplates } from '#template/read-templates.ts';
import { anAssembly } from '../local/assembly.ts';

const MONTH_SECONDS = 730 * 3600;
const index = (IndexName: string) => ({ IndexName, Projection: { ProjectionType: 'KEYS_ONLY' } });
const facts = templateFacts(
  readTemplates([
    anAssembly({
      Table: {
        Type: 'AWS::DynamoDB::Table',
        Properties: {
          ...{ TableName: 'visits', BillingMode: 'PAY_PER_REQUEST' },
          AttributeDefinitions: ['pk', 'sk', 'day'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
          KeySchema: [
            { AttributeName: 'pk', KeyType: 'HASH' },
            { AttributeName: 'sk', KeyType: 'RANGE' },
          ],
          GlobalSecondaryIndexes: [{ ...index('by-day'), KeySchema: [{ AttributeName: 'day', KeyType: 'HASH' }] }],
          LocalSecondaryIndexes: [
            {
              ...index('by-day-of-one'),
              KeySchema: [
                { AttributeName: 'pk', KeyType: 'HASH' },
                { AttributeName: 'day', KeyType: 'RANGE' },
              ],
            },
          ],
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        },
      },
    }),
  ]),
);
const stored = (bytes: number, indexName?: string) => ({
  ...{ kind: 'stored' as const, table: 'visits', index: indexName, item: 'v-1', bytes, seconds: MONTH_SECONDS },
});

test('recovery is charged for a table and its local indexes, and storage for global ones, too', () => {
  const usage = usageOf([[stored(1000), stored(200, 'by-day'), stored(30, 'by-day-of-one')]], facts, 0);
  const bytes = (item: Parameters<typeof usage.get>[0]) => (usage.get(item)?.units ?? 0) * 1024 ** 3;
  expect(bytes('DynamoDB storage')).toBeCloseTo(1230, 6);
  expect(bytes('DynamoDB point-in-time recovery')).toBeCloseTo(1030, 6);
});

test('an item is kept as it was made in the end, and one that is gone takes nothing', () => {
  const usage = usageOf(
    [
      [stored(1000), stored(-400)],
      [stored(50, 'by-day'), stored(-50, 'by-day')],
    ],
    facts,
    0,
  );
  expect((usage.get('DynamoDB storage')?.units ?? 0) * 1024 ** 3).toBeCloseTo(600, 6);
});
