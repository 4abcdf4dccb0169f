import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cronTimes } from '#local/events/schedule/cron.ts';
import { TimeZone } from '#local/events/schedule/time-zone.ts';
import { thorough } from '#testing/property.ts';
import { aSchedule } from './calendar.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

/** The next times of a schedule, as `2026-01-31T09:00`. */
function times(expression: string, { after = '2026-01-01T00:00:00Z', count = 4, zone = 'UTC' } = {}): string[] {
  const next = cronTimes(expression, new TimeZone(zone));
  if (!next) throw new Error(`${expression} is refused.`);
  const found: string[] = [];
  for (let time = next(Date.parse(after)); time !== undefined && found.length < count; time = next(time))
    found.push(new Date(time).toISOString().slice(0, 16));
  return found;
}

describe('a cron expression', () => {
  it.each([
    ['a day that some months lack', '0 9 31 * ? *', ['01-31', '03-31', '05-31', '07-31']],
    ['the weekday nearest to a day that some months lack', '0 9 31W * ? *', ['01-30', '03-31', '05-29', '07-31']],
    ['the weekday nearest to the first, in its own month', '0 9 1W * ? *', ['01-01', '02-02', '03-02', '04-01']],
    ['the last day among others', '0 9 L,15 * ? *', ['01-15', '01-31', '02-15', '02-28']],
    ['a nearest weekday among others', '0 9 15W,20 * ? *', ['01-15', '01-20', '02-16', '02-20']],
    ['the last weekday', '0 9 LW * ? *', ['01-30', '02-27', '03-31', '04-30']],
    ['the last Friday beside every Monday', '0 9 ? * 6L,2 *', ['01-05', '01-12', '01-19', '01-26']],
    ['the fifth Saturday', '0 9 ? * SAT#5 *', ['01-31', '05-30', '08-29', '10-31']],
    ['the last day of the week', '0 9 ? * L *', ['01-03', '01-10', '01-17', '01-24']],
  ])('knows %s', (_, fields, days) => {
    expect(times(`cron(${fields})`)).toEqual(days.map((day) => `2026-${day}T09:00`));
  });

  it('waits for the leap year', () => {
    expect(times('cron(0 0 29 2 ? *)', { count: 3 })).toEqual([
      '2028-02-29T00:00',
      '2032-02-29T00:00',
      '2036-02-29T00:00',
    ]);
  });

  it('may never fall due', () => {
    expect(times('cron(0 0 31 2 ? *)')).toEqual([]);
    expect(times('cron(0 0 1 1 ? 2020-2025)')).toEqual([]);
  });

  it.each([
    ...['0 20 * * *', '0 20 * * * *', '0 20 ? * ? *', '? 0 1 * ? *', '61 * * * ? *', '0 24 * * ? *', '0 0 32 * ? *'],
    ...['0 0 0 * ? *', '0 0 * 13 ? *', '0 0 ? * 8 *', '0 0 ? * NOT *', '0 0 * * ? 1969', '0 0 * * ? 2200'],
    ...['0/1.5 * * * ? *', '1.5 * * * ? *', '0 0 1.5 * ? *', '0/0 * * * ? *', '-5 * * * ? *', '5- * * * ? *'],
    ...['1,,2 * * * ? *', '*-3 * * * ? *', '0 22-2 * * ? *', '0 0 ? * FRI-MON *', '0 0 15W-20 * ? *', '0 0 W * ? *'],
    ...['0 0 L-3 * ? *', '0 0 ? * 3#1,5#2 *', '0 0 ? * 3#1,5 *', '0 0 ? * 3#6 *', '0 0 ? * 2/2 *', '0 0 ? * 15W *'],
    ...['L 0 * * ? *', '0 0 * L ? *', ' 0 0 * * ? *', '0 0 * * ? * *'],
  ])('is refused when it is cron(%s)', (fields) => {
    expect(cronTimes(`cron(${fields})`)).toBeUndefined();
  });

  it('falls due exactly when its fields say so, whatever they are', { timeout: 120_000 }, () => {
    const begins = Date.UTC(2024, 0, 1);
    fc.assert(
      fc.property(aSchedule, fc.integer({ min: 0, max: 3 * 365 }), ({ expression, onDay, atTime }, later) => {
        const next = cronTimes(expression);
        if (!next) throw new Error(`${expression} is refused.`);
        const from = begins + later * DAY + 13 * 3_600_000 + 30_000;
        const until = from + 3 * 366 * DAY;
        const found: number[] = [];
        for (let time = next(from); time !== undefined && time <= until && found.length < 200; time = next(time))
          found.push(time);
        const end = found.length === 200 ? (found[199] as number) : until;
        const timesOfDay = Array.from({ length: 1440 }, (_, minute) => minute).filter((minute) =>
          atTime(Math.floor(minute / 60), minute % 60),
        );
        const expected: number[] = [];
        for (let day = from - (from % DAY); day <= end; day += DAY) {
          if (!onDay(new Date(day))) continue;
          for (const minute of timesOfDay) {
            const time = day + minute * MINUTE;
            if (time > from && time <= end) expected.push(time);
          }
        }
        expect(found, expression).toEqual(expected);
      }),
      thorough(200),
    );
  });

  it('goes by the clock of a time zone: what it skips is left out, what it shows twice counts once', () => {
    const zone = 'America/New_York';
    // Put forward on 8 March 2026 from 2:00 to 3:00, put back on 1 November from 2:00 to 1:00.
    expect(times('cron(30 2 * * ? *)', { zone, after: '2026-03-07T00:00:00Z', count: 3 })).toEqual([
      '2026-03-07T07:30',
      '2026-03-09T06:30',
      '2026-03-10T06:30',
    ]);
    expect(times('cron(30 1 * * ? *)', { zone, after: '2026-10-31T00:00:00Z', count: 3 })).toEqual([
      '2026-10-31T05:30',
      '2026-11-01T05:30',
      '2026-11-02T06:30',
    ]);
  });

  it('falls due once for each time that a clock shows, around every change of it', { timeout: 120_000 }, () => {
    const changes = [
      ['America/New_York', '2026-03-08'],
      ['America/New_York', '2026-11-01'],
      ['Europe/Berlin', '2027-03-28'],
      ['Europe/Berlin', '2027-10-31'],
      ['Australia/Lord_Howe', '2026-04-05'],
      ['Asia/Kathmandu', '2026-06-01'],
    ] as const;
    fc.assert(
      fc.property(aSchedule, fc.constantFrom(...changes), ({ expression, onDay, atTime }, [zone, change]) => {
        const next = cronTimes(expression, new TimeZone(zone));
        const shows = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
        const [from, until] = [Date.parse(change) - DAY, Date.parse(change) + 2 * DAY];
        const seen = new Set<string>();
        const expected: number[] = [];
        for (let time = from - DAY; time <= until; time += MINUTE) {
          const shown = shows.format(time);
          if (seen.has(shown)) continue;
          seen.add(shown);
          const [date = '', hour, minute] = shown.split(/[ :]/);
          if (time > from && onDay(new Date(`${date}T00:00:00Z`)) && atTime(Number(hour), Number(minute)))
            expected.push(time);
        }
        const found: number[] = [];
        for (let time = next?.(from); time !== undefined && time <= until; time = next?.(time)) found.push(time);
        expect(found, `${expression} in ${zone}`).toEqual(expected);
      }),
      thorough(60),
    );
  });
});
