/** What a service asks for a unit of something, in one region. */
export interface Price {
  readonly item: Item;
  readonly region: string;
  /** What one unit is, such as `million requests`. */
  readonly unit: string;
  /** US dollars for a unit, without free tiers and discounts by volume. */
  readonly usd: number;
  /** When the price was looked up, `2026-11-30`. */
  readonly date: string;
  /** The page that tells it, by its name and address. */
  readonly source: string;
}

/** What costs something, by the name that reports have for it, with how many of what is counted are one unit of the price. */
export const ITEMS = {
  'EventBridge events': { unit: 'million events of 64 KB', units: 1e6 },
  'EventBridge archive, processed': { unit: 'GB', units: 1 },
  'EventBridge archive, stored': { unit: 'GB-month', units: 1 },
  'EventBridge Scheduler': { unit: 'million calls', units: 1e6 },
  'EventBridge Pipes': { unit: 'million requests of 64 KB', units: 1e6 },
  'Lambda requests': { unit: 'million requests', units: 1e6 },
  'Lambda duration, x86_64': { unit: 'GB-second', units: 1 },
  'Lambda duration, arm64': { unit: 'GB-second', units: 1 },
  'DynamoDB writes': { unit: 'million write request units', units: 1e6 },
  'DynamoDB reads': { unit: 'million read request units', units: 1e6 },
  'DynamoDB storage': { unit: 'GB-month', units: 1 },
  'DynamoDB point-in-time recovery': { unit: 'GB-month', units: 1 },
  'SQS requests': { unit: 'million requests of 64 KB', units: 1e6 },
  'SQS FIFO requests': { unit: 'million requests of 64 KB', units: 1e6 },
  'SNS publishes': { unit: 'million publishes of 64 KB', units: 1e6 },
  'SES emails': { unit: 'thousand emails', units: 1e3 },
  'CloudWatch Logs, ingested': { unit: 'GB', units: 1 },
  'CloudWatch Logs, stored': { unit: 'GB-month', units: 1 },
  'CloudWatch alarms': { unit: 'alarm-month', units: 1 },
  'CloudWatch dashboards': { unit: 'dashboard-month', units: 1 },
  'CloudWatch custom metrics': { unit: 'metric-month', units: 1 },
  'X-Ray traces': { unit: 'million traces', units: 1e6 },
  'API Gateway HTTP requests': { unit: 'million requests', units: 1e6 },
  'API Gateway REST requests': { unit: 'million requests', units: 1e6 },
  'Secrets Manager secrets': { unit: 'secret-month', units: 1 },
  'Secrets Manager calls': { unit: 'ten thousand calls', units: 1e4 },
} as const satisfies Readonly<Record<string, { readonly unit: string; readonly units: number }>>;

export type Item = keyof typeof ITEMS;
