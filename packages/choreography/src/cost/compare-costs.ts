import type { Cost } from './cost-of.ts';
import type { Limit } from './limits/limit.ts';
import type { CostSum } from './priced.ts';

/** By how much a change moves what an instance costs, and what is full first. */
export interface CostDifference {
  readonly region: string;
  readonly usdPerMillion: { readonly before: CostSum; readonly after: CostSum };
  /** What costs otherwise, in US dollars a million instances, the largest change first. */
  readonly items: readonly { readonly item: string; readonly before: number; readonly after: number }[];
  readonly fixedUsdPerMonth: { readonly before: number; readonly after: number };
  /** How many instances came in a second of which limits were counted, if they came together. */
  readonly limitsTogether?: number;
  /** What is full first of what all instances share; undefined if nothing is. */
  readonly firstLimit: { readonly before: Limit | undefined; readonly after: Limit | undefined };
  /** What makes one side's counts doubtful, and not the other's: sentences. */
  readonly doubts: { readonly before: readonly string[]; readonly after: readonly string[] };
}

/** Smaller changes, in relation to what it was, are chance. */
const CHANCE = 0.01;

export function compareCosts(before: Cost, after: Cost): CostDifference {
  const [old, now] = [byItem(before), byItem(after)];
  const items = [...new Set([...old.keys(), ...now.keys()])]
    .map((item) => ({ item, before: old.get(item) ?? 0, after: now.get(item) ?? 0 }))
    .filter((each) => Math.abs(each.after - each.before) > CHANCE * Math.max(each.after, each.before))
    .sort((one, other) => Math.abs(other.after - other.before) - Math.abs(one.after - one.before));
  return {
    region: after.region,
    ...(after.limitsTogether !== undefined && { limitsTogether: after.limitsTogether }),
    usdPerMillion: { before: before.usdPerMillion, after: after.usdPerMillion },
    items,
    fixedUsdPerMonth: { before: before.fixedUsdPerMonth, after: after.fixedUsdPerMonth },
    firstLimit: { before: firstOf(before), after: firstOf(after) },
    doubts: {
      before: before.doubts.filter((doubt) => !after.doubts.includes(doubt)),
      after: after.doubts.filter((doubt) => !before.doubts.includes(doubt)),
    },
  };
}

/** The mean of all paths, by their shares. */
function byItem({ paths }: Cost): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { share, lines } of paths)
    for (const { item, usdPerMillion = 0 } of lines) sums.set(item, (sums.get(item) ?? 0) + usdPerMillion * share);
  return sums;
}

const firstOf = ({ limits }: Pick<Cost, 'limits'>): Limit | undefined =>
  limits.find(({ sharing }) => sharing === undefined);
