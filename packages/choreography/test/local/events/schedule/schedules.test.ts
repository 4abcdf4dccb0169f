import { describe, expect, it } from 'vitest';
import type { Rule } from '#local/events/rule.ts';
import { nextTimes } from '#local/events/schedule/next-times.ts';
import { Schedules } from '#local/events/schedule/schedules.ts';
import { Clock } from '#local/runtime/clock.ts';

const HOUR = 3_600_000;

describe('a schedule', () => {
  it.each([
    'rate(5 minutes)',
    'rate(1 hour)',
    'rate(7 days)',
    'cron(0 20 * * ? *)',
    'cron(0/15 * * * ? *)',
    'cron(0/5 8-17 ? * MON-FRI *)',
    'cron(0 9 ? * 2#1 *)',
    'cron(0 0 L * ? *)',
  ])('%s is taken', (expression) => {
    expect(nextTimes(expression)(Date.parse('2026-11-25T12:34:56Z'))).toBeGreaterThan(
      Date.parse('2026-11-25T12:34:56Z'),
    );
  });

  it.each([
    'rate(1 minutes)',
    'rate(5 minute)',
    'rate(0 minutes)',
    'rate(5 seconds)',
    'every day',
    'cron(0 20 * * *)',
    'cron(0 20 * * * *)',
    'cron(0 20 ? * ? *)',
    'cron(61 * * * ? *)',
    'cron(0 0 32 * ? *)',
    'cron(? 0 1 * ? *)',
  ])('%s is refused as by the service', (expression) => {
    expect(() => nextTimes(expression)).toThrow(
      expect.objectContaining({
        name: 'ValidationException',
        message: 'Parameter ScheduleExpression is not valid.',
      }),
    );
  });

  it('rings at its times, on the clock, until its rule is removed', async () => {
    const clock = new Clock();
    clock.hold();
    const midnight = Math.ceil(clock.now() / (24 * HOUR)) * 24 * HOUR;
    await clock.moveTo(midnight);
    const rung: string[] = [];
    const schedules = new Schedules(clock, ({ name }) => rung.push(`${name} ${(clock.now() - midnight) / HOUR}`));
    const rule = (name: string, schedule: string) => ({ name, arn: name, schedule }) as Rule;
    schedules.put(rule('early', 'rate(2 hours)'));
    schedules.start();
    schedules.put(rule('at-three', 'cron(0 3 * * ? *)'));
    await clock.moveBy(5 * HOUR);
    expect(rung).toEqual(['early 2', 'at-three 3', 'early 4']);
    schedules.remove(rule('early', ''));
    await clock.moveBy(24 * HOUR);
    expect(rung.slice(3)).toEqual(['at-three 27']);
    schedules.stop();
    expect(clock.waiting).toBe(0);
  });
});
