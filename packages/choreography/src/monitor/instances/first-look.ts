import type { Process, Step } from '#contracts/define-process.ts';
import { inMilliseconds, parseDuration } from '#contracts/duration.ts';

const DAY_MS = 86_400_000;

/**
 * How long after its start no instance of a process can be overdue, in milliseconds: the shortest deadline that counts from the start.
 * Until then an instance need not be in the index of deadlines. Zero if no step has such a deadline.
 */
export function quietTimeOf({ steps }: Process): number {
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

/** An instance must be in its list so long before the sweep reads it, in milliseconds: the index lags, and clocks differ. */
const AHEAD_MS = 120_000;

/**
 * Whether the sweep finds an instance by its start in the list of open ones, not later than its deadline `lookAt`: then the instance
 * needs no entry in the index of deadlines. Times are ISO 8601.
 */
export function isFoundByStart(
  process: Process,
  startedAt: string | null,
  lookAt: string | undefined,
  now: Date,
): boolean {
  if (startedAt === null || lookAt === undefined) return false;
  const at = Date.parse(startedAt) + quietTimeOf(process);
  return now.getTime() + AHEAD_MS < at && at <= Date.parse(lookAt);
}
