/** What a service lets through in a second, by default: in one region, or in each. */
export interface Quota {
  readonly name: QuotaName;
  /** Undefined for each region. */
  readonly region: string | undefined;
  readonly unit: string;
  readonly perSecond: number;
  readonly date: string;
  readonly source: string;
}

export type QuotaName =
  | ('write units of a partition key' | 'read units of a partition key')
  | ('write units of a table' | 'read units of a table' | 'write units of a new table' | 'read units of a new table')
  | ('PutEvents requests' | 'rule invocations' | 'concurrent executions' | 'FIFO requests' | 'emails in the sandbox');

const HOT =
  'Amazon DynamoDB developer guide: "Best practices for designing and using partition keys" (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html)';
const TABLE =
  'Amazon DynamoDB developer guide: "DynamoDB on-demand capacity mode" (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode.html)';
const EVENTS =
  'Amazon EventBridge user guide: "Amazon EventBridge quotas" (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html)';
const DATE = '2026-11-30';

const each = (name: QuotaName, perSecond: number, unit: string, source: string): Quota => ({
  ...{ name, region: undefined, unit, perSecond, date: DATE, source },
});
const byRegion = (name: QuotaName, unit: string, source: string, regions: Readonly<Record<string, number>>): Quota[] =>
  Object.entries(regions).map(([region, perSecond]) => ({ ...each(name, perSecond, unit, source), region }));

export const QUOTAS: readonly Quota[] = [
  each('write units of a partition key', 1000, 'write units', HOT),
  each('read units of a partition key', 3000, 'read units', HOT),
  each('write units of a table', 40_000, 'write units', TABLE),
  each('read units of a table', 40_000, 'read units', TABLE),
  each('write units of a new table', 4000, 'write units', TABLE),
  each('read units of a new table', 12_000, 'read units', TABLE),
  ...byRegion('PutEvents requests', 'requests', EVENTS, {
    ...{ 'us-east-1': 10_000, 'eu-west-1': 10_000, 'eu-central-1': 2400 },
  }),
  ...byRegion('rule invocations', 'invocations', EVENTS, {
    ...{ 'us-east-1': 18_750, 'eu-west-1': 18_750, 'eu-central-1': 4500 },
  }),
  each(
    'concurrent executions',
    1000,
    'functions at a time',
    'AWS Lambda developer guide: "Lambda quotas" (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html)',
  ),
  each(
    'FIFO requests',
    300,
    'requests of one action',
    'Amazon SQS developer guide: "Amazon SQS message quotas" (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html)',
  ),
  each(
    'emails in the sandbox',
    1,
    'emails',
    'Amazon SES developer guide: "Request production access" (https://docs.aws.amazon.com/ses/latest/dg/request-production-access.html)',
  ),
];

/** A quota in a region; undefined where it is not known there. */
export const quotaOf = (name: QuotaName, region: string): Quota | undefined =>
  QUOTAS.find((quota) => quota.name === name && (quota.region ?? region) === region);
