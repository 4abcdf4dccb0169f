import { ITEMS, type Item, type Price } from './price.ts';

const PRICE_LIST = (service: string) =>
  `AWS Price List, ${service} (https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/${service}/current/index.json)`;
const EVENTBRIDGE = 'Amazon EventBridge pricing (https://aws.amazon.com/eventbridge/pricing/)';
const CLOUDWATCH = 'Amazon CloudWatch pricing (https://aws.amazon.com/cloudwatch/pricing/)';
const DYNAMODB = 'Amazon DynamoDB on-demand pricing (https://aws.amazon.com/dynamodb/pricing/on-demand/)';
const LAMBDA = 'AWS Lambda pricing (https://aws.amazon.com/lambda/pricing/)';
const SECRETS = 'AWS Secrets Manager pricing (https://aws.amazon.com/secrets-manager/pricing/)';

type Regions = Readonly<Record<string, number>>;

/** US dollars by region: Northern Virginia, Ireland, Frankfurt; a region is absent where nothing was found that tells the price. */
const us = (usd: number): Regions => ({ 'us-east-1': usd });
const usIe = (usd: number, ireland = usd): Regions => ({ ...us(usd), 'eu-west-1': ireland });
const usIeDe = (usd: number, ireland = usd, frankfurt = usd): Regions => ({
  ...usIe(usd, ireland),
  'eu-central-1': frankfurt,
});

/**
 * The prices of the first tier. They were looked up in stored copies of these pages, of the price list and of what others have
 * read there; `docs/cost.md` tells what could not be found.
 */
const TABLE: readonly [Item, Regions, string][] = [
  ['EventBridge events', usIe(1), EVENTBRIDGE],
  ['EventBridge archive, processed', us(0.1), EVENTBRIDGE],
  ['EventBridge archive, stored', us(0.023), EVENTBRIDGE],
  ['EventBridge Scheduler', us(1), EVENTBRIDGE],
  ['EventBridge Pipes', us(0.4), EVENTBRIDGE],
  ['Lambda requests', usIeDe(0.2), LAMBDA],
  ['Lambda duration, x86_64', usIeDe(0.0000166667), LAMBDA],
  ['Lambda duration, arm64', usIeDe(0.0000133334), LAMBDA],
  ['DynamoDB writes', usIeDe(0.625, 0.705, 0.7625), DYNAMODB],
  ['DynamoDB reads', usIeDe(0.125, 0.1415, 0.1525), DYNAMODB],
  ['DynamoDB storage', usIeDe(0.25, 0.283, 0.306), DYNAMODB],
  ['DynamoDB point-in-time recovery', { 'us-east-1': 0.2, 'eu-central-1': 0.2448 }, DYNAMODB],
  ['SQS requests', { 'us-east-1': 0.4, 'eu-central-1': 0.4 }, PRICE_LIST('AWSQueueService')],
  ['SQS FIFO requests', usIe(0.5), PRICE_LIST('AWSQueueService')],
  ['SNS publishes', { 'us-east-1': 0.5, 'eu-central-1': 0.5 }, PRICE_LIST('AmazonSNS')],
  ['SES emails', usIeDe(0.1), 'Amazon SES pricing (https://aws.amazon.com/ses/pricing/)'],
  ['CloudWatch Logs, ingested', usIeDe(0.5, 0.57, 0.63), CLOUDWATCH],
  ['CloudWatch Logs, stored', usIeDe(0.03, 0.03, 0.0324), CLOUDWATCH],
  ['CloudWatch alarms', usIeDe(0.1), CLOUDWATCH],
  ['CloudWatch dashboards', us(3), CLOUDWATCH],
  ['CloudWatch custom metrics', us(0.3), CLOUDWATCH],
  ['X-Ray traces', us(5), CLOUDWATCH],
  ['API Gateway HTTP requests', us(1), 'Amazon API Gateway pricing (https://aws.amazon.com/api-gateway/pricing/)'],
  [
    'API Gateway REST requests',
    { 'us-east-1': 3.5, 'eu-central-1': 3.7 },
    'Amazon API Gateway pricing (https://aws.amazon.com/api-gateway/pricing/)',
  ],
  ['Secrets Manager secrets', usIe(0.4), SECRETS],
  ['Secrets Manager calls', usIe(0.05), SECRETS],
];

const DATE = '2026-11-30';

export const PRICES: readonly Price[] = TABLE.flatMap(([item, regions, source]) =>
  Object.entries(regions).map(([region, usd]) => ({ item, region, unit: ITEMS[item].unit, usd, date: DATE, source })),
);

export const PRICED_REGIONS: readonly string[] = [...new Set(PRICES.map(({ region }) => region))];
