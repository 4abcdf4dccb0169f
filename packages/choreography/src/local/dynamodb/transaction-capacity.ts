import type { Fields } from './dynalite.ts';

/**
 * What a transaction consumed, per table. Every action counts twice: once to prepare and once to commit ("Managing
 * complex workflows with DynamoDB transactions: capacity management"). Empty if nobody asked.
 *
 * @param capacities what each action consumes by itself
 */
export function totalCapacity(capacities: Fields[], unit: 'ReadCapacityUnits' | 'WriteCapacityUnits'): Fields {
  if (capacities.length === 0) return {};
  const tables = new Map<string, { units: number; detailed: boolean }>();
  for (const { TableName, CapacityUnits, Table } of capacities) {
    const table = tables.get(TableName as string) ?? { units: 0, detailed: Boolean(Table) };
    table.units += 2 * (CapacityUnits as number);
    tables.set(TableName as string, table);
  }
  const ConsumedCapacity = [...tables].map(([TableName, { units, detailed }]) => {
    const consumed = { CapacityUnits: units, [unit]: units };
    return { TableName, ...consumed, ...(detailed ? { Table: consumed } : {}) };
  });
  return { ConsumedCapacity };
}
