import { createRequire } from 'node:module';

interface CronParser {
  parse(cron: string): unknown;
  next(parsed: unknown, from: Date): Date | null;
}
// Loaded only when a rule has such a schedule.
const load = (): CronParser => createRequire(import.meta.url)('aws-cron-parser');

/**
 * When a `cron(…)` expression with EventBridge's six fields falls due, in UTC (user guide: "Cron expressions"). Gives for a
 * time in milliseconds the next one after it, undefined when there is none. Undefined for an expression that EventBridge
 * refuses: one of day-of-month and day-of-week must be `?`.
 */
export function cronTimes(expression: string): ((after: number) => number | undefined) | undefined {
  const [, fields = ''] = /^cron\((.+)\)$/.exec(expression) ?? [];
  const parts = fields.split(' ');
  if (parts.length !== 6 || (parts[2] === '?') === (parts[4] === '?')) return undefined;
  if (parts.some((part, index) => part === '?' && index !== 2 && index !== 4)) return undefined;
  const parser = load();
  try {
    const parsed = parser.parse(fields);
    const next = (after: number) => parser.next(parsed, new Date(after))?.getTime();
    next(0);
    return next;
  } catch {
    return undefined;
  }
}
