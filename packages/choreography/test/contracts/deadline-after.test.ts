import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deadlineAfter } from '#contracts/deadline-after.ts';
import { type Calendar, defineCalendar, openingOf, WEEKDAYS } from '#contracts/define-calendar.ts';
import { openingHours } from '../library/processes.ts';
import { thorough } from '#testing/property.ts';

describe('a deadline', () => {
  it.each(
    [
      ['2026-11-24T12:00:00.000Z', '5 minutes', '2026-11-24T12:05:00.000Z'],
      ['2026-11-24T12:00:00.000Z', '2 days', '2026-11-26T12:00:00.000Z'],
      ['Tuesday in the morning', '2026-11-24T09:00:00.000Z', '4 business hours', '2026-11-24T13:00:00.000Z'],
      [
        'Friday, which is short, and the weekend',
        '2026-11-27T11:00:00.000Z',
        '4 business hours',
        '2026-11-30T11:00:00.000Z',
      ],
      ['a time at night', '2026-11-24T22:00:00.000Z', '30 business minutes', '2026-11-25T08:30:00.000Z'],
      [
        'the end of the next but one open day',
        '2026-11-26T10:00:00.000Z',
        '2 business days',
        '2026-11-30T16:00:00.000Z',
      ],
      ['a holiday on a Friday', '2026-12-24T15:00:00.000Z', '2 business hours', '2026-12-28T09:00:00.000Z'],
      [
        'clocks that go forward at the weekend',
        '2026-03-27T11:00:00.000Z',
        '2 business hours',
        '2026-03-30T08:00:00.000Z',
      ],
    ].map((row) => row.slice(-3) as [string, string, string]),
  )('that begins at %s is within %s at %s', (since, within, expected) => {
    expect(deadlineAfter(since, within, openingHours)).toBe(expected);
  });

  it('passes minute by minute while the calendar is open, in any time zone and over changes of clocks', () => {
    const since = fc.integer({ min: Date.UTC(2026, 0, 1) / 60_000, max: Date.UTC(2026, 11, 31) / 60_000 });
    const zones = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Pacific/Auckland', 'UTC');
    fc.assert(
      fc.property(since, fc.integer({ min: 1, max: 900 }), zones, (start, minutes, timeZone) => {
        const calendar = { ...openingHours, timeZone };
        const from = new Date(start * 60_000).toISOString();
        expect(deadlineAfter(from, `${minutes} business minutes`, calendar)).toBe(
          minuteByMinute(start, minutes, calendar),
        );
      }),
      thorough(60),
    );
  });
});

/** The plain model: every minute is looked at. */
function minuteByMinute(start: number, minutes: number, { timeZone, hours, holidays }: Calendar): string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  const opening = new Map(WEEKDAYS.map((day) => [day, hours[day] === undefined ? undefined : openingOf(hours[day])]));
  let left = minutes;
  for (let minute = start; ; minute++) {
    const [date = '', time = ''] = format.format(minute * 60_000).split(' ');
    const day = WEEKDAYS[new Date(date).getUTCDay()] ?? 'sunday';
    const open = holidays.includes(date) ? undefined : opening.get(day);
    const local = Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
    if (open && local >= open.opens && local < open.closes && --left === 0)
      return new Date((minute + 1) * 60_000).toISOString();
  }
}

describe('defineCalendar', () => {
  it.each([
    [{ timeZone: 'Mars/Base', hours: { monday: '09:00-17:00' } }, 'there is no time zone "Mars/Base"'],
    [{ timeZone: 'UTC', hours: { monday: '9-5' } }, '"9-5" on monday are no hours'],
    [{ timeZone: 'UTC', hours: { monday: '17:00-09:00' } }, '"17:00-09:00" on monday are no hours'],
    [{ timeZone: 'UTC', hours: { someday: '09:00-17:00' } as never }, '"someday" is no day of the week'],
    [{ timeZone: 'UTC', hours: {} }, 'it is never open'],
    [
      { timeZone: 'UTC', hours: { monday: '09:00-17:00' }, holidays: ['Christmas'] },
      'the holiday "Christmas" is no date',
    ],
  ])('refuses %j', (calendar, sentence) => {
    expect(() => defineCalendar(calendar)).toThrow(sentence);
  });
});
