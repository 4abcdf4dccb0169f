import type { Fields } from './dynalite.ts';

type Units = Record<string, { CapacityUnits: number }>;

/**
 * What a transaction consumed, per table. Every action counts twice: once to prepare and once to commit ("Managing
 * complex workflows with DynamoDB transactions: capacity management"). Empty if it was not asked for.
 *
 * @param capacities what each action consumes by itself
 */
export function totalCapacity(capacities: Fields[], unit: 'ReadCapacityUnits' | 'WriteCapacityUnits'): Fields {
  if (capacities.length === 0) return {};
  const tables = new Map<string, Fields[]>();
  for (const capacity of capacities) {
    const name = capacity.TableName as string;
    tables.set(name, [...(tables.get(name) ?? []), capacity]);
  }
  const told = (units: number) => ({ CapacityUnits: 2 * units, [unit]: 2 * units });
  const ConsumedCapacity = [...tables].map(([TableName, each]) => ({
    TableName,
    ...told(each.reduce((sum, { CapacityUnits }) => sum + (CapacityUnits as number), 0)),
    ...detailed(each, 'Table', told),
    ...detailed(each, 'LocalSecondaryIndexes', told),
    ...detailed(each, 'GlobalSecondaryIndexes', told),
  }));
  return { ConsumedCapacity };
}

function detailed(
  capacities: Fields[],
  part: 'Table' | 'LocalSecondaryIndexes' | 'GlobalSecondaryIndexes',
  told: (units: number) => Fields,
): Fields {
  const units = new Map<string, number>();
  for (const capacity of capacities) {
    const own = (part === 'Table' ? capacity.Table && { Table: capacity.Table } : capacity[part]) as Units | undefined;
    for (const [name, { CapacityUnits }] of Object.entries(own ?? {}))
      units.set(name, (units.get(name) ?? 0) + CapacityUnits);
  }
  if (units.size === 0) return {};
  const entries = Object.fromEntries([...units].map(([name, sum]) => [name, told(sum)]));
  return { [part]: part === 'Table' ? entries.Table : entries };
}
