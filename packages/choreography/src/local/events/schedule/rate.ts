const UNITS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * The interval of a `rate(VALUE UNIT)` expression of a rule in milliseconds (user guide: "Rate expressions"): the unit is singular for 1
 * and plural otherwise. Undefined for any other expression.
 */
export function intervalOf(expression: string): number | undefined {
  const singular = /^rate\(1 /.test(expression);
  return singular === /s\)$/.test(expression) ? undefined : intervalOfSchedule(expression);
}

/** The same of EventBridge Scheduler, which takes either form of the unit with any number (its user guide: "Schedule types"). */
export function intervalOfSchedule(expression: string): number | undefined {
  const [, value = '', unit = ''] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  const milliseconds = Number(value) * (UNITS[unit] ?? 0);
  return milliseconds === 0 || !Number.isSafeInteger(milliseconds) ? undefined : milliseconds;
}
