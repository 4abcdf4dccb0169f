/**
 * What a clock shows when an `at(yyyy-mm-ddThh:mm:ss)` expression falls due, as milliseconds of a clock in UTC (Scheduler user
 * guide: "Schedule types"). Undefined for any other expression, and for a day that no month has.
 */
export function parseAt(expression: string): number | undefined {
  const [, text] = /^at\((\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})\)$/.exec(expression) ?? [];
  if (text === undefined) return undefined;
  const shown = Date.parse(`${text}Z`);
  return Number.isFinite(shown) && new Date(shown).toISOString().startsWith(text) ? shown : undefined;
}
