import { ITEMS, type Item, type Price } from './prices/price.ts';
import type { Usage } from './usage.ts';

/** What an instance uses of something, and what a million instances pay for it. */
export interface CostLine {
  readonly item: Item;
  /** Of one instance. */
  readonly units: number;
  /** Undefined where the region's price is not known. */
  readonly usdPerMillion: number | undefined;
  /** The units by table, function, bus, …, most first. */
  readonly by: Readonly<Record<string, number>>;
}

/** Sums of a million instances, in US dollars. */
export interface CostSum {
  readonly withoutEmail: number;
  readonly total: number;
}

/** Prices what a number of instances used together, most expensive first. */
export function priced(usage: Usage, instances: number, prices: readonly Price[]): CostLine[] {
  const lines = [...usage].map(([item, { units, by }]): CostLine => {
    const each = units / instances;
    const usd = usdOf(item, each, prices);
    const parts = [...by].map(([part, some]): [string, number] => [part, some / instances]);
    return {
      ...{ item, units: each, usdPerMillion: usd === undefined ? undefined : usd * 1e6 },
      by: Object.fromEntries(parts.sort(([, one], [, other]) => other - one)),
    };
  });
  return lines.sort((one, other) => (other.usdPerMillion ?? 0) - (one.usdPerMillion ?? 0));
}

/** The price of some units, in US dollars; undefined where it is not known. */
export function usdOf(item: Item, units: number, prices: readonly Price[]): number | undefined {
  const price = prices.find((each) => each.item === item);
  return price && (units / ITEMS[item].units) * price.usd;
}

export function sumOf(lines: readonly Pick<CostLine, 'item' | 'usdPerMillion'>[]): CostSum {
  const usd = (some: typeof lines) => some.reduce((sum, { usdPerMillion = 0 }) => sum + usdPerMillion, 0);
  return { withoutEmail: usd(lines.filter(({ item }) => item !== 'SES emails')), total: usd(lines) };
}

/** The mean of sums, by their weights. */
export function weighted(sums: readonly { readonly sum: CostSum; readonly share: number }[]): CostSum {
  const all = sums.reduce((total, { share }) => total + share, 0);
  const mean = (of: keyof CostSum) => sums.reduce((total, { sum, share }) => total + (sum[of] * share) / all, 0);
  return { withoutEmail: mean('withoutEmail'), total: mean('total') };
}
