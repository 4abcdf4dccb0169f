import { type DaysOf, daysOfMonth, daysOfWeek, monthOf } from './cron-days.ts';
import { HOURS, MINUTES, MONTHS, valuesOfList, YEARS } from './cron-field.ts';
import { type TimeZone, UTC } from './time-zone.ts';

/** Gives for a time the next one after it, in milliseconds since 1970; undefined when there is none. */
export type NextTime = (after: number) => number | undefined;

/**
 * When a `cron(…)` expression with EventBridge's six fields falls due (user guide: "Cron expressions reference"): in UTC, or by
 * the clock of a time zone, where a time that the clock skips is left out and one that it shows twice counts once (Scheduler
 * user guide: "Schedule types"). Undefined for an expression that EventBridge refuses.
 */
export function cronTimes(
  expression: string,
  zone: Pick<TimeZone, 'shownAt' | 'firstTimeOf'> = UTC,
): NextTime | undefined {
  const cron = parse(expression);
  if (!cron) return undefined;
  return (after) => {
    const shown = zone.shownAt(after);
    for (const day of daysFrom(cron, shown)) {
      for (const timeOfDay of cron.timesOfDay) {
        if (day + timeOfDay <= shown) continue;
        const time = zone.firstTimeOf(day + timeOfDay);
        if (time !== undefined && time > after) return time;
      }
    }
    return undefined;
  };
}

interface Cron {
  /** Milliseconds after midnight, in order. */
  readonly timesOfDay: readonly number[];
  readonly days: DaysOf;
  /** In order. */
  readonly months: readonly number[];
  readonly years: readonly number[];
}

const MINUTE = 60_000;

function parse(expression: string): Cron | undefined {
  const fields = /^cron\((\S+(?: +\S+){5})\)$/.exec(expression)?.[1]?.split(/ +/) ?? [];
  const [minute = '', hour = '', dayOfMonth = '', month = '', dayOfWeek = '', year = ''] = fields;
  const [minutes, hours] = [valuesOfList(minute, MINUTES), valuesOfList(hour, HOURS)];
  const [months, years] = [valuesOfList(month, MONTHS), valuesOfList(year, YEARS)];
  // One of the two says on which days, and the other that it does not matter.
  const days = dayOfWeek === '?' ? daysOfMonth(dayOfMonth) : dayOfMonth === '?' ? daysOfWeek(dayOfWeek) : undefined;
  if (!minutes || !hours || !days || !months || !years) return undefined;
  const timesOfDay = ascending(hours).flatMap((h) => ascending(minutes).map((m) => (h * 60 + m) * MINUTE));
  return { timesOfDay, days, months: ascending(months), years: ascending(years) };
}

const ascending = (values: Iterable<number>): number[] => [...new Set(values)].sort((a, b) => a - b);

/** The midnights of the days on which a schedule falls due, from the day of a time on. */
function* daysFrom({ days, months, years }: Cron, shown: number): Generator<number> {
  const from = new Date(shown);
  const [thisYear, thisMonth, today] = [from.getUTCFullYear(), from.getUTCMonth() + 1, from.getUTCDate()];
  for (const year of years) {
    for (const month of months) {
      if (year < thisYear || (year === thisYear && month < thisMonth)) continue;
      const current = monthOf(year, month);
      for (const day of ascending(days(current))) {
        if (day > current.length || (year === thisYear && month === thisMonth && day < today)) continue;
        yield Date.UTC(year, month - 1, day);
      }
    }
  }
}
