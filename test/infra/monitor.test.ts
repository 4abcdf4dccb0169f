import { expect, test } from 'vitest';
import { resourcesOf, synthesized } from './synthesized.ts';

const monitor = (await synthesized()).filter(({ name }) => name === 'Choreography-Monitor');

test('what the monitor keeps is forgotten by TTL, and its lists hold keys alone', () => {
  const [table, another] = resourcesOf(monitor, 'AWS::DynamoDB::GlobalTable', 'AWS::DynamoDB::Table');
  expect(another).toBeUndefined();
  expect(table?.Properties.TimeToLiveSpecification).toEqual({ AttributeName: 'expiresAt', Enabled: true });
  const indexes = table?.Properties.GlobalSecondaryIndexes as { IndexName: string; Projection: unknown }[];
  expect(indexes.map(({ IndexName }) => IndexName).sort()).toEqual(['by-deadline', 'by-list', 'by-party']);
  for (const { Projection } of indexes) expect(Projection).toEqual({ ProjectionType: 'KEYS_ONLY' });
});

test('the monitor is told everything but what it says itself, and nobody calls it without IAM', () => {
  const patterns = resourcesOf(monitor, 'AWS::Events::Rule').flatMap(({ Properties }) => Properties.EventPattern ?? []);
  expect(patterns).toEqual([{ source: [{ 'anything-but': ['shop.monitor'] }] }]);
  const urls = resourcesOf(monitor, 'AWS::Lambda::Url').map(({ Properties }) => Properties.AuthType);
  expect(urls).toEqual(['AWS_IAM', 'AWS_IAM']);
});
