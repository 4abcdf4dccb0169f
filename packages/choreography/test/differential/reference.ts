/** Why an answer is AWS's. */
export interface Reference {
  /** The AWS page, such as `EventBridge API Reference: PutEvents`; null when no page says it. */
  readonly page: string | null;
  readonly url?: string;
  /** What was seen at AWS itself, and where that is written down, for what no page says. */
  readonly seen?: string;
}

const API = {
  EventBridge: 'https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_',
  SQS: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_',
  DynamoDB: 'https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_',
  Lambda: 'https://docs.aws.amazon.com/lambda/latest/api/API_',
  STS: 'https://docs.aws.amazon.com/STS/latest/APIReference/API_',
  SES: 'https://docs.aws.amazon.com/ses/latest/APIReference/API_',
  Pipes: 'https://docs.aws.amazon.com/eventbridge/latest/pipes-reference/API_',
  'CloudWatch Logs': 'https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_',
} as const;

const GUIDE = {
  'EventBridge User Guide': 'https://docs.aws.amazon.com/eventbridge/latest/userguide/',
  'SQS Developer Guide': 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/',
  'DynamoDB Developer Guide': 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/',
  'Lambda Developer Guide': 'https://docs.aws.amazon.com/lambda/latest/dg/',
  'API Gateway Developer Guide': 'https://docs.aws.amazon.com/apigateway/latest/developerguide/',
  'CloudWatch Logs User Guide': 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/',
} as const;

/** A page of a service's API reference: an operation or a type. */
export const api = (service: keyof typeof API, page: string): Reference => ({
  page: `${service} API Reference: ${page}`,
  url: `${API[service]}${page}.html`,
});

/** A page of a guide: its title, and its file name without the ending. */
export const guide = (name: keyof typeof GUIDE, title: string, file: string): Reference => ({
  page: `${name}: ${title}`,
  url: `${GUIDE[name]}${file}.html`,
});

/** A page that fixes what is answered, but not the text of it: that was recorded at AWS by tests of LocalStack. */
export const withRecordedText = (reference: Reference, snapshot: string): Reference => ({
  ...reference,
  seen: `text recorded at AWS: localstack/localstack, tests/aws/services/${snapshot}`,
});
