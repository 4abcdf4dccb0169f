import { quotaOf } from '#cost/prices/quotas.ts';
import type { TableFacts, TemplateFacts } from '#cost/template-facts.ts';
import type { Limit, LimitedPath } from './limit.ts';
import { familyName } from './partition-limits.ts';

/** Tables and indexes as a whole: each has a quota of its own. */
export const tableLimits = (paths: readonly LimitedPath[], facts: TemplateFacts, region: string): Limit[] =>
  unitsOf(paths).flatMap((used) => lastingLimit(used, facts.tables.get(used.table), region));

/** The same while they are new: they have a smaller capacity until their traffic has grown. */
export const newTableLimits = (paths: readonly LimitedPath[], facts: TemplateFacts, region: string): Limit[] =>
  unitsOf(paths).flatMap((used) => newLimit(used, facts.tables.get(used.table), region));

/** Units of an average instance, by table, index and kind. */
interface UsedUnits {
  readonly kind: 'write' | 'read';
  readonly table: string;
  readonly index: string | undefined;
  readonly units: number;
}

function unitsOf(paths: readonly LimitedPath[]): UsedUnits[] {
  const all = new Map<string, UsedUnits>();
  for (const { share, instances } of paths)
    for (const operation of instances.flat()) {
      if (operation.kind !== 'write' && operation.kind !== 'read') continue;
      const { kind, table, index, units } = operation;
      const name = [kind, table, index].join('\n');
      const known = all.get(name) ?? { kind, table, index, units: 0 };
      all.set(name, { ...known, units: known.units + (units * share) / instances.length });
    }
  return [...all.values()];
}

function lastingLimit(used: UsedUnits, facts: TableFacts | undefined, region: string): Limit[] {
  if (facts?.provisioned)
    return [limitOf(used, facts.provisioned[used.kind], 'provision more, let it scale, or pay by the request')];
  const own = facts?.atMost[used.kind];
  const most = own ?? quotaOf(`${used.kind} units of a table`, region)?.perSecond;
  const remedy = own === undefined ? 'ask for a higher quota of the table' : 'raise the maximum that the template sets';
  return most === undefined ? [] : [limitOf(used, most, remedy)];
}

function newLimit(used: UsedUnits, facts: TableFacts | undefined, region: string): Limit[] {
  const quota = quotaOf(`${used.kind} units of a new table`, region);
  if (facts?.provisioned || !quota) return [];
  const most = Math.max(quota.perSecond, facts?.warm?.[used.kind] ?? 0);
  return [
    limitOf(used, most, 'warm it (WarmThroughput), or let its traffic grow: it takes twice its highest rate so far'),
  ];
}

const limitOf = ({ kind, table, index, units }: UsedUnits, most: number, remedy: string): Limit => ({
  family: familyName({ kind, table, index }),
  resource: `${index === undefined ? table : `${table}, index ${index}`}: all its ${kind}s`,
  perSecond: most / units,
  because: `an instance takes ${Number(units.toPrecision(3))} of ${most} ${kind} units a second`,
  remedy,
});
