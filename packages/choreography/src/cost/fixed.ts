import { usdOf } from './priced.ts';
import type { Item, Price } from './prices/price.ts';
import type { TemplateFacts } from './template-facts.ts';
import type { Usage } from './usage.ts';

/** What is paid in a month, whether somebody comes or not. */
export interface FixedLine {
  readonly item: Item;
  readonly units: number;
  /** Undefined where the region's price is not known. */
  readonly usd: number | undefined;
}

const HOURS = 730;
/**
 * Lambda keeps five connections to a queue open, each of which asks again after 20 seconds (Lambda developer guide: "Using Lambda
 * with Amazon SQS").
 */
const POLLS_AN_HOUR = 5 * 3 * 60;

/** The fixed costs: of what the templates have, and of what happened in an hour in which nobody asked for anything. */
export function fixedLines(facts: TemplateFacts, idleHour: Usage, prices: readonly Price[]): FixedLine[] {
  const units = new Map<Item, number>([...idleHour].map(([item, used]) => [item, used.units * HOURS]));
  const add = (item: Item, some: number) => units.set(item, (units.get(item) ?? 0) + some);
  add('SQS requests', facts.queueMappings * POLLS_AN_HOUR * HOURS);
  add('CloudWatch alarms', facts.alarmMetrics);
  add('CloudWatch dashboards', facts.dashboards);
  add('CloudWatch custom metrics', facts.customMetrics);
  add('Secrets Manager secrets', facts.secrets);
  return [...units]
    .filter(([, some]) => some > 0)
    .map(([item, some]) => ({ item, units: some, usd: usdOf(item, some, prices) }))
    .sort((one, other) => (other.usd ?? 0) - (one.usd ?? 0));
}

export const fixedSum = (lines: readonly FixedLine[]): number => lines.reduce((sum, { usd = 0 }) => sum + usd, 0);
