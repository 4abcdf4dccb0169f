import type { Deviations } from '../deviation.ts';
import { PATTERNS } from './eventbridge-patterns.ts';
import { PUT_EVENTS } from './eventbridge-put-events.ts';
import { SES } from './ses.ts';
import { SQS } from './sqs.ts';

/** Every known deviation of the engines from AWS, by the name of the story that shows it. */
export const DEVIATIONS: Deviations = {
  ...PATTERNS,
  ...PUT_EVENTS,
  ...SES,
  ...SQS,
};
