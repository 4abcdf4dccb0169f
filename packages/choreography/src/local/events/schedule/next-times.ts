import { validationError } from '#local/gateway/aws-error.ts';
import { cronTimes, type NextTime } from './cron.ts';
import { intervalOf } from './rate.ts';

/**
 * When the schedule of a rule falls due: for the time of the last event, or of the rule's making, the next one. Throws
 * EventBridge's error for an expression that is neither a rate nor a cron.
 */
export function nextTimes(expression: string): NextTime {
  const interval = intervalOf(expression);
  if (interval !== undefined) return (after) => after + interval;
  const times = cronTimes(expression);
  if (!times) throw validationError('Parameter ScheduleExpression is not valid.');
  return times;
}
