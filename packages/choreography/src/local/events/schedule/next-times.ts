import { validationError } from '#local/aws-error.ts';
import { cronTimes } from './cron.ts';
import { intervalOf } from './rate.ts';

/**
 * When a schedule falls due: for the time of the last event, or of the rule's making, the next one, both in milliseconds since
 * 1970; undefined when there is none any more. Throws EventBridge's error for an expression that is neither a rate nor a cron.
 */
export function nextTimes(expression: string): (after: number) => number | undefined {
  const interval = intervalOf(expression);
  if (interval !== undefined) return (after) => after + interval;
  const times = cronTimes(expression);
  if (!times) throw validationError('Parameter ScheduleExpression is not valid.');
  return times;
}
