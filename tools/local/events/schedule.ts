import { AwsError } from '../aws-error.ts';

const UNITS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * The interval of a `rate(VALUE UNIT)` expression in milliseconds (user guide: "Rate expressions"): the unit is singular for 1
 * and plural otherwise. Throws EventBridge's own error for another expression.
 */
export function millisecondsOf(schedule: string): number {
  const [, value = '', unit = '', plural] = /^rate\((\d+) (minute|hour|day)(s?)\)$/.exec(schedule) ?? [];
  const milliseconds = Number(value) * (UNITS[unit] ?? 0);
  if (milliseconds === 0 || (Number(value) === 1) === (plural === 's')) {
    throw new AwsError('ValidationException', 'Parameter ScheduleExpression is not valid.');
  }
  return milliseconds;
}
