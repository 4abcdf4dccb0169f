import { parseAt } from '#local/events/schedule/at.ts';
import { cronTimes, type NextTime } from '#local/events/schedule/cron.ts';
import { intervalOfSchedule } from '#local/events/schedule/rate.ts';
import type { TimeZone } from '#local/events/schedule/time-zone.ts';

/** When a schedule falls due; times are milliseconds since 1970. @param madeAt when the schedule was made */
export type Occurrences = (madeAt: number) => NextTime;

/**
 * When a schedule of EventBridge Scheduler falls due (user guide: "Schedule types"). A rate begins with its start, or when the
 * schedule is made, and its days are 24 hours; a cron expression is read by the clock of its time zone; `at` falls due once, and
 * asks for neither start nor end. Undefined for any other expression.
 */
export function occurrencesOf({
  expression,
  zone,
  start,
  end,
}: {
  expression: string;
  zone: TimeZone;
  start: number | undefined;
  end: number | undefined;
}): Occurrences | undefined {
  const shown = parseAt(expression);
  if (shown !== undefined) {
    const once = zone.firstTimeOf(shown);
    return () => (after) => (once !== undefined && once > after ? once : undefined);
  }
  const until = (time: number | undefined) =>
    time !== undefined && end !== undefined && time > end ? undefined : time;
  const interval = intervalOfSchedule(expression);
  if (interval !== undefined) return (madeAt) => (after) => until(nextOfRate(start ?? madeAt, interval, after));
  const next = cronTimes(expression, zone);
  return next && (() => (after) => until(next(start === undefined ? after : Math.max(after, start - 1))));
}

const nextOfRate = (first: number, interval: number, after: number): number =>
  after < first ? first : first + (Math.floor((after - first) / interval) + 1) * interval;
