const UNITS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * The interval of a `rate(VALUE UNIT)` expression in milliseconds (user guide: "Rate expressions"): the unit is singular for 1
 * and plural otherwise. Undefined for any other expression.
 */
export function intervalOf(expression: string): number | undefined {
  const [, value = '', unit = '', plural] = /^rate\((\d+) (minute|hour|day)(s?)\)$/.exec(expression) ?? [];
  const milliseconds = Number(value) * (UNITS[unit] ?? 0);
  return milliseconds === 0 || !Number.isSafeInteger(milliseconds) || (Number(value) === 1) === (plural === 's')
    ? undefined
    : milliseconds;
}
