import type { Process, Step } from '#contracts/define-process.ts';
import { inMilliseconds, parseDuration } from '#contracts/duration.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/**
 * How long after its start no instance of a process can be overdue, in milliseconds: the shortest deadline that counts from the start.
 * Until then an instance need not be in the index of deadlines. Zero if no step has such a deadline.
 */
function quietTimeOf({ steps }: Process): number {
  const times = Object.values<Step>(steps)
    .filter(({ after, when, within }) => after === undefined && when === undefined && within !== undefined)
    .map(({ within = '' }) => {
      const duration = parseDuration(within);
      if (!duration) return 0;
      // The first of some business days may end at once.
      const isShorter = duration.isBusiness && duration.unit === 'day';
      return inMilliseconds(duration) - (isShorter ? DAY_MS : 0);
    });
  return times.length === 0 ? 0 : Math.max(0, Math.min(...times));
}

/**
 * By how much the place of an instance in its lists may differ from its start, in milliseconds: an event that is heard before the start,
 * in another batch, is seldom said later than that. A move of the place would cost four writes.
 */
export const PLACE_SLACK_MS = 5000;

/** An instance must be in its list so long before the sweep reads it, in milliseconds: the index lags, and clocks differ. */
const AHEAD_MS = 120_000;

/**
 * Whether the sweep finds an instance by its beginning, in its list, not later than its deadline `lookAt`, if there is one: then the
 * instance needs no entry in the index of deadlines. Times are ISO 8601.
 */
export function isFoundByStart(process: Process, began: string, lookAt: string | undefined, now: Date): boolean {
  const at = Date.parse(began) + quietTimeOf(process);
  return now.getTime() + AHEAD_MS < at && (lookAt === undefined || at <= Date.parse(lookAt));
}

/** The latest place (a time, ISO 8601) of an instance that may be late, so that the sweep looks at it. */
export const placeOfLate = (process: Process, now: Date): string =>
  new Date(now.getTime() - quietTimeOf(process) + PLACE_SLACK_MS).toISOString();

/**
 * Whether an instance that is completed before the sweep looks at it may stay in the list of open ones, which saves two writes. Who
 * asks for open instances then reads past those that began in the quiet time and are completed: that must not be too long.
 */
export function mayEndInPlace(process: Process): boolean {
  return quietTimeOf(process) <= HOUR_MS;
}
