import { DAYS_OF_MONTH, DAYS_OF_WEEK, valueIn, valuesOfItem } from './cron-field.ts';

/** A month of a year, as far as schedules ask. */
export interface Month {
  /** How many days it has. */
  readonly length: number;
  /** The day of the week of its first day: Sunday is 1. */
  readonly firstWeekday: number;
}

/** The days of a month on which a field falls due; the caller leaves out days that the month does not have. */
export type DaysOf = (month: Month) => readonly number[];

export function monthOf(year: number, month: number): Month {
  return {
    length: new Date(Date.UTC(year, month, 0)).getUTCDate(),
    firstWeekday: new Date(Date.UTC(year, month - 1, 1)).getUTCDay() + 1,
  };
}

/**
 * A day-of-month field: numbers, ranges, increments, `L` for the last day, `15W` for the weekday nearest to the 15th within the
 * month, `LW` for the last weekday. Undefined for what EventBridge refuses (user guide: "Cron expressions reference").
 */
export function daysOfMonth(field: string): DaysOf | undefined {
  return union(field, (item) => {
    if (item === 'L') return ({ length }) => [length];
    if (item === 'LW') return (month) => [nearestWeekday(month.length, month)];
    const near = valueIn(/^(\d+)W$/.exec(item)?.[1] ?? '', DAYS_OF_MONTH);
    if (near !== undefined) return (month) => (near > month.length ? [] : [nearestWeekday(near, month)]);
    const days = valuesOfItem(item, DAYS_OF_MONTH);
    return days && (() => days);
  });
}

/**
 * A day-of-week field: numbers from 1 (Sunday), names, ranges, `L` for the last day of the week, `6L` for the last Friday of the
 * month, or alone `3#2` for the second Tuesday. Undefined for what EventBridge refuses; increments are not among its wildcards.
 */
export function daysOfWeek(field: string): DaysOf | undefined {
  const [, day = '', ordinal = ''] = /^(\w+)#([1-5])$/.exec(field) ?? [];
  const weekday = valueIn(day, DAYS_OF_WEEK);
  if (weekday !== undefined) return (month) => weekdaysIn(month, weekday).slice(Number(ordinal) - 1, Number(ordinal));
  return union(field, (item) => {
    if (item === 'L') return (month) => weekdaysIn(month, DAYS_OF_WEEK.max);
    const last = valueIn(/^(\w+)L$/.exec(item)?.[1] ?? '', DAYS_OF_WEEK);
    if (last !== undefined) return (month) => weekdaysIn(month, last).slice(-1);
    const weekdays = item.includes('/') ? undefined : valuesOfItem(item, DAYS_OF_WEEK);
    return weekdays && ((month) => weekdays.flatMap((each) => weekdaysIn(month, each)));
  });
}

/** Every item of a list, each read by itself. */
function union(field: string, read: (item: string) => DaysOf | undefined): DaysOf | undefined {
  const items = field.split(',').map(read);
  return items.every((item) => item !== undefined) ? (month) => items.flatMap((days) => days(month)) : undefined;
}

/** The days of a month that are a day of the week, in order. */
function weekdaysIn({ length, firstWeekday }: Month, weekday: number): number[] {
  const first = 1 + ((weekday - firstWeekday + 7) % 7);
  return Array.from({ length: Math.floor((length - first) / 7) + 1 }, (_, week) => first + week * 7);
}

/** The day from Monday to Friday nearest to a day, which is never in another month. */
function nearestWeekday(day: number, { length, firstWeekday }: Month): number {
  switch ((firstWeekday + day - 1) % 7) {
    // Saturday and Sunday: 7 and 1.
    case 0:
      return day > 1 ? day - 1 : day + 2;
    case 1:
      return day < length ? day + 1 : day - 2;
    default:
      return day;
  }
}
