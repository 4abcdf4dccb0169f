import { costAt, refuseRegion } from '#cli/cost/cost.ts';
import { type CostDifference, compareCosts } from '#cost/compare-costs.ts';
import type { Cost } from '#cost/cost-of.ts';
import type { Limit } from '#cost/limits/limit.ts';
import { InputError } from '#template/input-error.ts';

/** How many instances of each path are run of each side. */
const INSTANCES = 8;

/** A side of a difference, or why it could not be run. */
type CountedCost = { readonly cost: Cost } | { readonly problem: string };

/** Runs both sides of a difference, one after the other, with what this project puts, and compares what was counted. */
export class CostChange {
  readonly #sides: CountedCost[] = [];

  constructor(private readonly region = 'us-east-1') {
    refuseRegion(region);
  }

  /** Runs one side, while its templates are in a folder: the old one first. */
  look = async (templates: string, project: string | undefined): Promise<void> => {
    try {
      this.#sides.push({ cost: await costAt(templates, project, { region: this.region, instances: INSTANCES }) });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      this.#sides.push({ problem: error.message });
    }
  };

  /** What changed; a sentence if a side could not be run. */
  get difference(): CostDifference | string {
    const [before, after] = this.#sides;
    for (const [at, side] of [before, after].entries())
      if (!side || 'problem' in side)
        return `What the ${at === 0 ? 'old' : 'new'} side costs was not counted: ${side?.problem ?? 'it was not run.'}`;
    return compareCosts((before as { cost: Cost }).cost, (after as { cost: Cost }).cost);
  }

  get markdown(): string {
    return renderCostChange(this.difference);
  }
}

/** The section of a difference's Markdown that tells its cost. */
function renderCostChange(change: CostDifference | string): string {
  if (typeof change === 'string') return `\n### Cost\n\n- ${change}`;
  const { usdPerMillion, items, fixedUsdPerMonth, firstLimit, limitsTogether, region, doubts } = change;
  return [
    '',
    '### Cost',
    '',
    `- a million instances, without email, in ${region}: **${from(usdPerMillion.before.withoutEmail, usdPerMillion.after.withoutEmail)}** US dollars`,
    ...(usdPerMillion.before.total === usdPerMillion.before.withoutEmail &&
    usdPerMillion.after.total === usdPerMillion.after.withoutEmail
      ? []
      : [`- with email: ${from(usdPerMillion.before.total, usdPerMillion.after.total)}`]),
    ...items.map(({ item, before, after }) => `  - ${item}: ${from(before, after)}`),
    `- fixed, a month: ${from(fixedUsdPerMonth.before, fixedUsdPerMonth.after)}`,
    `- full first${limitsTogether === undefined ? '' : `, where ${limitsTogether.toLocaleString('en-US')} come in a second`}: ${limitInWords(firstLimit.before)} before, ${limitInWords(firstLimit.after)} now`,
    ...doubts.before.map((doubt) => `- in doubt before: ${doubt}`),
    ...doubts.after.map((doubt) => `- in doubt now: ${doubt}`),
  ].join('\n');
}

const limitInWords = (limit: Limit | undefined): string =>
  limit === undefined
    ? 'nothing that was counted'
    : `\`${limit.resource}\` at ${Math.floor(limit.perSecond).toLocaleString('en-US')} a second`;

function from(before: number, after: number): string {
  const change = after - before;
  return `${before.toFixed(2)} → ${after.toFixed(2)} (${change < 0 ? '−' : '+'}${Math.abs(change).toFixed(2)})`;
}
