import type { NamedTemplate } from '#template/template.ts';
import { durationDoubt } from './duration-doubt.ts';
import { type FixedLine, fixedLines, fixedSum } from './fixed.ts';
import { functionLimits } from './limits/function-limits.ts';
import type { Limit, LimitedPath } from './limits/limit.ts';
import { partitionLimits } from './limits/partition-limits.ts';
import { emailsOf, requestLimits } from './limits/request-limits.ts';
import { newTableLimits, tableLimits } from './limits/table-limits.ts';
import type { MeasuredPath, Measurement } from './measure/measure.ts';
import { commonValues } from './measure/process-path.ts';
import { type CostLine, type CostSum, priced, sumOf, weighted } from './priced.ts';
import type { Item } from './prices/price.ts';
import { PRICES } from './prices/prices.ts';
import { quotaOf } from './prices/quotas.ts';
import { type TemplateFacts, templateFacts } from './template-facts.ts';
import { usageOf } from './usage.ts';

/** What instances of a business process cost, and at which rate something is full. */
export interface Cost {
  readonly region: string;
  readonly paths: readonly {
    readonly name: string;
    /** Of all instances, from 0 to 1. */
    readonly share: number;
    /** How many were counted. */
    readonly instances: number;
    readonly lines: readonly CostLine[];
    readonly usdPerMillion: CostSum;
  }[];
  /** How many instances came in a second, if they came together; else one came after the other. */
  readonly together?: number;
  /** Of all paths, by their shares. */
  readonly usdPerMillion: CostSum;
  readonly fixed: readonly FixedLine[];
  readonly fixedUsdPerMonth: number;
  /** The same of the instances of which limits were counted: one alone shares no batch and no request with another. */
  readonly limitsTogether?: number;
  /** The first to be full first. */
  readonly limits: readonly Limit[];
  /** What is full before that while tables are new. */
  readonly newTables: readonly Limit[];
  /** What is not counted, not priced, or was counted in doubt: sentences. */
  readonly doubts: readonly string[];
}

/** X-Ray's default rule records the first request of each second, and one in twenty of the others (developer guide: "Configuring sampling rules"). */
const SAMPLED = 0.05;

/**
 * Prices what was measured, and finds what saturates.
 * @param emailsPerSecond what SES lets the account send, if it is known
 * @param close instances that came close together, of which limits are counted. @default those that are priced
 */
export function costOf(
  measured: Measurement,
  stacks: readonly NamedTemplate[],
  region: string,
  emailsPerSecond: number | undefined,
  close: Measurement = measured,
): Cost {
  const { paths, idleHour, together } = measured;
  const facts = templateFacts(stacks);
  const prices = PRICES.filter((price) => price.region === region);
  const all = paths.reduce((sum, { path }) => sum + path.share, 0);
  const tell = ({ path, instances, operations }: MeasuredPath) => {
    const lines = priced(usageOf(operations, facts, SAMPLED), instances, prices);
    return { name: path.name, share: path.share / all, instances, lines, usdPerMillion: sumOf(lines) };
  };
  const told = paths.map(tell);
  const fixed = fixedLines(
    facts,
    usageOf(
      idleHour.map((one) => [one]),
      facts,
      1,
    ),
    prices,
  );
  const limited = close.paths.map(
    ({ path, operations, keys, varied }): LimitedPath => ({
      share: path.share / all,
      instances: operations,
      keys,
      common: commonValues(path),
      varied,
    }),
  );
  const unpriced = new Set<Item>(
    [...told.flatMap(({ lines }) => lines), ...fixed].flatMap((line) =>
      ('usd' in line ? line.usd : line.usdPerMillion) === undefined ? line.item : [],
    ),
  );
  return {
    ...(together !== undefined && { together }),
    ...(close.together !== undefined && { limitsTogether: close.together }),
    ...{ region, paths: told, fixed, fixedUsdPerMonth: fixedSum(fixed) },
    usdPerMillion: weighted(told.map(({ usdPerMillion, share }) => ({ sum: usdPerMillion, share }))),
    limits: limitsOf(limited, facts, region, emailsPerSecond),
    newTables: newTableLimits(limited, facts, region).sort(byRate),
    doubts: [
      ...new Set([...measured.doubts, ...close.doubts]),
      ...(close.lastsAsOnAws ? durationDoubt(told, close.paths.map(tell)) : []),
      ...facts.uncounted.map(({ type, count }) => `Not counted: ${type} (${count} of it).`),
      ...provisionedDoubt(facts),
      ...[...unpriced].map(
        (item) => `No price of "${item}" in ${region} could be verified: it is left out of the sums.`,
      ),
      ...emailDoubt(emailsOf(limited), region, emailsPerSecond),
    ],
  };
}

/** All that saturates, the first to be full first. */
export const limitsOf = (
  paths: readonly LimitedPath[],
  facts: TemplateFacts,
  region: string,
  emailsPerSecond: number | undefined,
): Limit[] =>
  [
    ...partitionLimits(paths, region),
    ...tableLimits(paths, facts, region),
    ...functionLimits(paths, facts, region),
    ...requestLimits(paths, region, emailsPerSecond),
  ].sort(byRate);

const byRate = (one: Limit, other: Limit): number => one.perSecond - other.perSecond;

function emailDoubt(emails: number, region: string, known: number | undefined): string[] {
  const sandbox = quotaOf('emails in the sandbox', region)?.perSecond;
  if (emails === 0 || known !== undefined || sandbox === undefined) return [];
  const rate = Number((sandbox / emails).toPrecision(2));
  return [
    `SES sends at a rate that each account has for itself: in its sandbox ${sandbox} email a second, which is ${rate} instances; tell yours with --emails-per-second.`,
  ];
}

/** Says of the tables that are paid for by the hour that what they cost is not counted so: one sentence, or none without any. */
function provisionedDoubt({ tables }: TemplateFacts): string[] {
  const names = [...tables].flatMap(([name, { provisioned }]) => (provisioned ? [name] : []));
  if (names.length === 0) return [];
  return [
    `Not counted: the capacity that ${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} paid for by the hour; writes and reads are priced as if paid for by the request.`,
  ];
}
