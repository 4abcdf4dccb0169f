import type { Fields, Item } from '#local/dynamodb/dynalite.ts';
import { areEqual } from '#local/dynamodb/values/compare-values.ts';
import { itemSize } from '#local/dynamodb/values/size.ts';
import { isIn } from './item-store.ts';
import { keyInIndex } from './keys.ts';
import type { Index, TableSchema } from './table-schema.ts';

/** The capacity units that one operation takes of a table and of its indexes. */
export interface Capacity {
  readonly table: number;
  readonly indexes: readonly { readonly index: Index; readonly units: number }[];
}

const READ_UNIT_BYTES = 4096;
const WRITE_UNIT_BYTES = 1024;

/** Units for reading so many bytes; eventually consistent reads take half of one ("DynamoDB read consumption"). */
export function readUnits(bytes: number, isConsistent: unknown): number {
  return Math.ceil(bytes / READ_UNIT_BYTES) * (isConsistent ? 1 : 0.5);
}

/** What a write takes: as much as the larger one of the items before and after, at least one unit. */
export function writeCapacity(schema: TableSchema, old: Item | undefined, item: Item | undefined): Capacity {
  const units = Math.max(writeUnits(old), writeUnits(item), 1);
  const indexes = schema.indexes
    .map((index) => ({ index, units: indexUnits(schema, index, old, item) }))
    .filter((each) => each.units > 0);
  return { table: units, indexes };
}

/**
 * "If an update changes the value of an indexed key attribute, two writes are required"; one for an entry that is added, removed
 * or changed, none for one that is unchanged ("Provisioned throughput considerations for global secondary indexes").
 */
function indexUnits(schema: TableSchema, index: Index, old: Item | undefined, item: Item | undefined): number {
  const [before, after] = [old, item].map((one) => (one && isIn(one, index) ? projected(one, index) : undefined));
  if (!before || !after) return writeUnits(before ?? after);
  if (keyInIndex(before, index, schema) !== keyInIndex(after, index, schema))
    return writeUnits(before) + writeUnits(after);
  return areEqual({ M: before }, { M: after }) ? 0 : Math.max(writeUnits(before), writeUnits(after));
}

function writeUnits(item: Item | undefined): number {
  return item ? Math.ceil(itemSize(item) / WRITE_UNIT_BYTES) : 0;
}

/** What an index has of an item. */
export function projected(item: Item, index: Pick<Index, 'projected'>): Item {
  const names = index.projected;
  if (!names) return item;
  return Object.fromEntries(Object.entries(item).filter(([name]) => names.has(name)));
}

/** ConsumedCapacity as the caller asks for it: undefined if it does not. */
export function consumedCapacity(asked: unknown, schema: TableSchema, capacity: Capacity): Fields | undefined {
  if (asked !== 'TOTAL' && asked !== 'INDEXES') return undefined;
  const { table, indexes } = capacity;
  const total = { TableName: schema.name, CapacityUnits: table + indexes.reduce((sum, { units }) => sum + units, 0) };
  if (asked === 'TOTAL') return total;
  const told = (isGlobal: boolean) => {
    const own = indexes.filter(({ index }) => index.isGlobal === isGlobal);
    if (own.length === 0) return undefined;
    return Object.fromEntries(own.map(({ index, units }) => [index.name, { CapacityUnits: units }]));
  };
  return {
    ...total,
    Table: { CapacityUnits: table },
    LocalSecondaryIndexes: told(false),
    GlobalSecondaryIndexes: told(true),
  };
}

/** The capacity of several operations on one table. */
export function sumOfCapacities(capacities: readonly Capacity[]): Capacity {
  const indexes = new Map<string, { index: Index; units: number }>();
  for (const { index, units } of capacities.flatMap((capacity) => capacity.indexes)) {
    indexes.set(index.name, { index, units: (indexes.get(index.name)?.units ?? 0) + units });
  }
  return { table: capacities.reduce((sum, { table }) => sum + table, 0), indexes: [...indexes.values()] };
}
