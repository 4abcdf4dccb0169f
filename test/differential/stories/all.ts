import type { Story } from '../story.ts';
import { DYNAMODB } from './dynamodb.ts';
import { DYNAMODB_TRANSACTIONS } from './dynamodb-transactions.ts';
import { PATTERNS } from './eventbridge/patterns.ts';
import { PUT_EVENTS } from './eventbridge/put-events.ts';
import { SES } from './ses.ts';
import { SQS } from './sqs.ts';
import { STS } from './sts.ts';

/** Every story, in the order in which the page of differences tells them. */
export const STORIES: readonly Story[] = [
  ...PUT_EVENTS,
  ...PATTERNS,
  ...SQS,
  ...DYNAMODB,
  ...DYNAMODB_TRANSACTIONS,
  ...STS,
  ...SES,
];
