import type { Paint } from '#cli/program/paint.ts';
import type { Cost } from '#cost/cost-of.ts';
import type { Limit } from '#cost/limits/limit.ts';
import type { CostLine } from '#cost/priced.ts';
import { ITEMS, type Item } from '#cost/prices/price.ts';
import { atRate } from './cost.ts';

/** A cost as tables for a terminal: each path, the fixed costs, what is full first, what a rate costs, and what is in doubt. */
export function renderCost(cost: Cost, perSecond: number | undefined, paint: Paint): string {
  const { usdPerMillion, paths, fixed, fixedUsdPerMonth, limits, newTables, doubts, region } = cost;
  const several = paths.length > 1;
  return [
    `${`A million instances, in US dollars, at the prices of ${region}`} (first tier, no free tier)`,
    ...paths.flatMap(({ name, share, instances, lines, usdPerMillion: sum }) => [
      '',
      `${name}${several ? `, ${percent(share)} of all` : ''}, counted over ${instances}, ${pace(cost.together)}`,
      ...table(lines.map(costRow)),
      ...sums(sum),
    ]),
    ...(several ? ['', 'all paths, by their shares', ...sums(usdPerMillion)] : []),
    '',
    'fixed, a month',
    ...table(fixed.map(({ item, units, usd }) => [item, amount(item, units), usd === undefined ? '?' : money(usd)])),
    `  sum ${money(fixedUsdPerMonth)}`,
    '',
    `What is full first, in instances a second, where they come ${pace(cost.limitsTogether)}`,
    ...limitLines(limits, perSecond, paint),
    '',
    'While tables are new, until their traffic has grown',
    ...newTableLines(newTables),
    ...(perSecond === undefined ? [] : ['', ...rateLines(cost, perSecond)]),
    ...(doubts.length === 0 ? [] : ['', 'Not counted, or in doubt', ...doubts.map((doubt) => `  ${doubt}`)]),
  ].join('\n');
}

const pace = (together: number | undefined): string =>
  together === undefined ? 'one after the other' : `as close together as if ${number(together)} came in a second`;

const costRow = ({ item, units, usdPerMillion, by }: CostLine): string[] => [
  item,
  amount(item, units),
  usdPerMillion === undefined ? '?' : money(usdPerMillion),
  ITEMIZED.has(item)
    ? Object.entries(by)
        .map(([part, some]) => `${part} ${number(some)}`)
        .join(', ')
    : '',
];

/** The items that are broken down by the parts that use them. */
const ITEMIZED = new Set<string>(['DynamoDB writes', 'DynamoDB reads', 'Lambda requests']);

const sums = ({ withoutEmail, total }: Cost['usdPerMillion']): string[] => [
  `  without email ${money(withoutEmail)}${total === withoutEmail ? '' : `, with email ${money(total)}`}`,
];

/** Columns, the first to the left, numbers to the right, the last as it is. */
function table(rows: readonly (readonly string[])[]): string[] {
  const width = (column: number) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0));
  const [first, second, third] = [width(0), width(1), width(2)];
  return rows.map(([name = '', units = '', usd = '', rest = '']) =>
    `  ${name.padEnd(first)}  ${units.padStart(second)}  ${usd.padStart(third)}  ${rest}`.trimEnd(),
  );
}

/** So many limits are shown, and all that a rate breaks. */
const MAX_SHOWN = 8;

function limitLines(limits: readonly Limit[], perSecond: number | undefined, paint: Paint): string[] {
  const shown = limits.filter((limit, at) => at < MAX_SHOWN || limit.perSecond < (perSecond ?? 0));
  const width = Math.max(0, ...shown.map((limit) => rateOf(limit).length));
  const lines = shown.flatMap((limit) => {
    const isBroken = perSecond !== undefined && limit.perSecond < perSecond && limit.sharing === undefined;
    const head = `  ${rateOf(limit).padStart(width)}  ${limit.resource}`;
    const indent = ' '.repeat(width + 4);
    return [isBroken ? paint('red', head) : head, `${indent}${limit.because}.`, `${indent}Then ${limit.remedy}.`];
  });
  const left = limits.length - shown.length;
  return [...lines, ...(left > 0 ? [`  ${left} more are higher: --json has all.`] : [])];
}

/** The tables that are full first, with what to do about it. */
function newTableLines(limits: readonly Limit[]): string[] {
  const [first] = limits;
  const rows = limits.slice(0, 3).map(({ perSecond, resource }) => `  ${number(perSecond)}  ${resource}`);
  return first ? [...rows, `  Then ${first.remedy}.`] : ['  Nothing that was counted.'];
}

const rateOf = ({ perSecond }: Limit): string => number(perSecond);

function rateLines(cost: Cost, perSecond: number): string[] {
  const { usdPerMonth, instancesPerMonth, breaks } = atRate(cost, perSecond);
  return [
    `At ${number(perSecond)} a second, ${number(instancesPerMonth)} a month`,
    `  ${money(usdPerMonth.withoutEmail)} a month without email, ${money(usdPerMonth.total)} with email, fixed costs included`,
    breaks.length === 0
      ? '  Nothing that was counted is full at this rate.'
      : `  Full at this rate: ${breaks.map(({ resource }) => resource).join('; ')}.`,
  ];
}

/** Units of something, bytes as KB: one instance has few. */
function amount(item: Item, units: number): string {
  const { unit } = ITEMS[item];
  if (!unit.startsWith('GB') || unit === 'GB-second') return number(units);
  return `${number(units * 1024 ** 2)} K${unit.slice(1)}${unit === 'GB' ? '' : 's'}`;
}

const money = (usd: number): string =>
  usd !== 0 && Math.abs(usd) < 0.005
    ? '< 0.01'
    : usd.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

const number = (value: number): string =>
  value !== 0 && value < 0.001
    ? value.toExponential(1)
    : value.toLocaleString('en-US', { maximumFractionDigits: value >= 100 ? 0 : value >= 1 ? 2 : 4 });

const percent = (share: number): string => `${Math.round(share * 100)} %`;
