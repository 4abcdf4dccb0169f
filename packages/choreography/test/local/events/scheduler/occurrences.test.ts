import { describe, expect, it } from 'vitest';
import { TimeZone } from '#local/events/schedule/time-zone.ts';
import { occurrencesOf } from '#local/events/scheduler/occurrences.ts';

const MADE = '2026-03-07T12:34:56Z';
const at = (text: string | undefined) => (text === undefined ? undefined : Date.parse(text));

/** The first times at which a schedule falls due. */
function due(
  expression: string,
  { zone = 'UTC', start, end }: { zone?: string; start?: string; end?: string } = {},
): string[] {
  const made = Date.parse(MADE);
  const occurrences = occurrencesOf({ expression, zone: new TimeZone(zone), start: at(start), end: at(end) });
  const next = occurrences?.(made);
  const times: string[] = [];
  for (let time = next?.(made - 1); time !== undefined && times.length < 3; time = next?.(time))
    times.push(new Date(time).toISOString().slice(0, 19));
  return times;
}

describe('a schedule falls due', () => {
  it('at once, and then at its rate', () => {
    expect(due('rate(5 minutes)')).toEqual(['2026-03-07T12:34:56', '2026-03-07T12:39:56', '2026-03-07T12:44:56']);
  });

  it('at its rate from its start on, also from one that is over, until its end', () => {
    expect(due('rate(1 hour)', { start: '2026-03-08T00:00:00Z', end: '2026-03-08T01:00:00Z' })).toEqual([
      '2026-03-08T00:00:00',
      '2026-03-08T01:00:00',
    ]);
    expect(due('rate(2 hours)', { start: '2026-03-07T00:30:00Z' })[0]).toBe('2026-03-07T14:30:00');
  });

  it('after 24 hours for a rate in days, whatever the clock of its time zone does', () => {
    expect(due('rate(1 day)', { zone: 'America/New_York' })[1]).toBe('2026-03-08T12:34:56');
  });

  it('by the clock of its time zone, but not when that skips the time', () => {
    expect(due('cron(30 2 * * ? *)', { zone: 'America/New_York' })).toEqual([
      '2026-03-09T06:30:00',
      '2026-03-10T06:30:00',
      '2026-03-11T06:30:00',
    ]);
  });

  it('between its start and its end', () => {
    const span = { start: '2026-03-09T12:00:00Z', end: '2026-03-10T12:00:00Z' };
    expect(due('cron(0 12 * * ? *)', span)).toEqual(['2026-03-09T12:00:00', '2026-03-10T12:00:00']);
  });

  it('once, by the clock of its time zone, whatever its end is', () => {
    expect(due('at(2026-07-01T09:00:00)', { zone: 'Europe/Berlin', end: '2026-06-01T00:00:00Z' })).toEqual([
      '2026-07-01T07:00:00',
    ]);
  });

  it('never, if its only time is over', () => {
    expect(due('at(2026-03-07T12:34:55)')).toEqual([]);
  });

  it.each([
    'at(2021-12-31T23:59:59Z)',
    'at(2021-12-31)',
    'at(2026-02-30T00:00:00)',
    'rate(10 seconds)',
    'cron()',
    'soon',
  ])('not at all if it says %s', (expression) => {
    expect(occurrencesOf({ expression, zone: new TimeZone('UTC'), start: undefined, end: undefined })).toBeUndefined();
  });
});
