import { type Calendar, openingOf, WEEKDAYS } from './define-calendar.ts';
import { inMilliseconds, parseDuration } from './duration.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

/**
 * The time (ISO 8601) at which a span that begins at `since` is over. A span of business hours passes while the calendar is
 * open; one of business days ends when the last of so many open days after that day closes.
 */
export function deadlineAfter(since: string, within: string, calendar: Calendar | undefined): string {
  const duration = parseDuration(within);
  if (!duration) throw new Error(`"${within}" is no time span.`);
  const start = Date.parse(since);
  if (!duration.isBusiness || !calendar) return new Date(start + inMilliseconds(duration)).toISOString();
  const end =
    duration.unit === 'day'
      ? afterOpenDays(calendar, start, duration.count)
      : afterOpenTime(calendar, start, inMilliseconds(duration));
  return new Date(end).toISOString();
}

function afterOpenTime(calendar: Calendar, start: number, milliseconds: number): number {
  let left = milliseconds;
  for (let day = localDay(calendar.timeZone, start); ; day += DAY) {
    const open = openHours(calendar, day);
    if (!open) continue;
    const from = Math.max(start, open.from);
    if (from + left <= open.to) return from + left;
    left -= Math.max(0, open.to - from);
  }
}

function afterOpenDays(calendar: Calendar, start: number, count: number): number {
  let left = count;
  for (let day = localDay(calendar.timeZone, start) + DAY; ; day += DAY) {
    const open = openHours(calendar, day);
    if (open && --left === 0) return open.to;
  }
}

/** When a calendar is open on a local day, in Unix milliseconds; undefined if it is closed. */
function openHours({ timeZone, hours, holidays }: Calendar, day: number): { from: number; to: number } | undefined {
  const date = new Date(day);
  const text = hours[WEEKDAYS[date.getUTCDay()] ?? 'sunday'];
  const opening = text === undefined ? undefined : openingOf(text);
  if (!opening || holidays.includes(date.toISOString().slice(0, 10))) return undefined;
  return {
    from: inZone(timeZone, day + opening.opens * MINUTE),
    to: inZone(timeZone, day + opening.closes * MINUTE),
  };
}

/** The midnight of the local day of a time, as if it were one of UTC. */
const localDay = (timeZone: string, time: number): number => Math.floor((time + offsetAt(timeZone, time)) / DAY) * DAY;

/** The Unix time of a local time that is given as if it were one of UTC. */
function inZone(timeZone: string, local: number): number {
  const guess = local - offsetAt(timeZone, local);
  // Clocks may have been changed between the two.
  return local - offsetAt(timeZone, guess);
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** How far a time zone is ahead of UTC at a time, in milliseconds. */
function offsetAt(timeZone: string, time: number): number {
  let format = formats.get(timeZone);
  if (!format) {
    const digits = {
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    } as const;
    format = new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', ...digits });
    formats.set(timeZone, format);
  }
  const parts = new Map(format.formatToParts(time).map(({ type, value }) => [type, Number(value)]));
  const [year, month, day, hour, minute, second] = (['year', 'month', 'day', 'hour', 'minute', 'second'] as const).map(
    (part) => parts.get(part) ?? 0,
  ) as [number, number, number, number, number, number];
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(time / 1000) * 1000;
}
