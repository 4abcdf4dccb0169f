import type { Deviations } from '../deviation.ts';
import { API_DESTINATIONS } from './api-destinations.ts';
import { API_GATEWAY } from './api-gateway.ts';
import { DYNAMODB_STREAMS } from './dynamodb-streams.ts';
import { ARCHIVES } from './eventbridge-archives.ts';
import { BUSES } from './eventbridge-buses.ts';
import { DEAD_LETTERS } from './eventbridge-dead-letters.ts';
import { DELIVERIES } from './eventbridge-deliveries.ts';
import { PATTERNS } from './eventbridge-patterns.ts';
import { PUT_EVENTS } from './eventbridge-put-events.ts';
import { RULES } from './eventbridge-rules.ts';
import { TAGS_AND_PERMISSIONS } from './eventbridge-tags-and-permissions.ts';
import { TARGETS } from './eventbridge-targets.ts';
import { LAMBDA_ASYNCHRONOUS } from './lambda-asynchronous.ts';
import { LAMBDA_DURABLE } from './lambda-durable.ts';
import { LAMBDA_EVENT_SOURCES } from './lambda-event-sources.ts';
import { LAMBDA_FUNCTIONS } from './lambda-functions.ts';
import { LAMBDA_INVOKE } from './lambda-invoke.ts';
import { LOGS } from './logs.ts';
import { PIPES } from './pipes.ts';
import { SES } from './ses.ts';
import { SQS } from './sqs.ts';

/** Every known deviation of the engines from AWS, by the name of the story that shows it. */
export const DEVIATIONS: Deviations = {
  ...API_DESTINATIONS,
  ...API_GATEWAY,
  ...ARCHIVES,
  ...BUSES,
  ...DEAD_LETTERS,
  ...DELIVERIES,
  ...DYNAMODB_STREAMS,
  ...PATTERNS,
  ...PUT_EVENTS,
  ...RULES,
  ...TAGS_AND_PERMISSIONS,
  ...TARGETS,
  ...LAMBDA_ASYNCHRONOUS,
  ...LAMBDA_DURABLE,
  ...LAMBDA_EVENT_SOURCES,
  ...LAMBDA_FUNCTIONS,
  ...LAMBDA_INVOKE,
  ...LOGS,
  ...PIPES,
  ...SES,
  ...SQS,
};
