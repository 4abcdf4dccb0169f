import type { Item } from '#local/dynamodb/dynalite.ts';
import type { AttributeValue } from '#local/dynamodb/values/attribute-value.ts';
import { itemSize } from '#local/dynamodb/values/size.ts';
import type { OnOperation } from '#local/runtime/metering/operation.ts';
import { projected } from './capacity.ts';
import { isIn } from './item-store.ts';
import { keyOfItem } from './keys.ts';
import type { Index, TableSchema } from './table-schema.ts';
import type { PreparedWrite } from './write-item.ts';

/** What an item, or an entry of an index, takes beside its own bytes (developer guide: "Storage pricing: indexed data storage"). */
const OVERHEAD_BYTES = 100;

/** Tells the units of a write, of the table and of each index that it changes. @param times how often they count: twice in a transaction */
export function countWrite(
  count: OnOperation,
  schema: TableSchema,
  { old, item, capacity }: Pick<PreparedWrite, 'old' | 'item' | 'capacity'>,
  times: number,
): void {
  const partitionOf = (name: string) => text((item?.[name] ?? old?.[name]) as AttributeValue | undefined);
  const tell = (index: string | undefined, partition: string | undefined, units: number) =>
    count({
      ...{ kind: 'write', table: schema.name, index, partition },
      ...{ units: units * times, inTransaction: times > 1 },
    });
  tell(undefined, partitionOf(schema.hash.name), capacity.table);
  for (const { index, units } of capacity.indexes) tell(index.name, partitionOf(index.hash.name), units);
}

/** Tells the units of a read. */
export function countRead(
  count: OnOperation,
  schema: TableSchema,
  index: Index | undefined,
  partition: AttributeValue | undefined,
  units: number,
  inTransaction = false,
): void {
  count({ kind: 'read', table: schema.name, index: index?.name, partition: text(partition), units, inTransaction });
}

/**
 * Tells by how much a change of an item makes the table and its indexes larger.
 * @param expiry the attribute with the time, in seconds, until which an item stays; @param now in milliseconds
 */
export function countStored(
  count: OnOperation,
  schema: TableSchema,
  { old, item }: Pick<PreparedWrite, 'old' | 'item'>,
  expiry: string | undefined,
  now: number,
): void {
  const until = Number(item?.[expiry ?? '']?.N);
  const seconds = Number.isNaN(until) ? undefined : Math.max(0, until - now / 1000);
  const key = keyOfItem((item ?? old) as Item, schema);
  for (const index of [undefined, ...schema.indexes]) {
    const bytes = storedBytes(item, index) - storedBytes(old, index);
    if (bytes !== 0) count({ kind: 'stored', table: schema.name, index: index?.name, item: key, bytes, seconds });
  }
}

function storedBytes(item: Item | undefined, index: Index | undefined): number {
  if (!item || (index && !isIn(item, index))) return 0;
  return itemSize(index ? projected(item, index) : item) + OVERHEAD_BYTES;
}

/** The value of a key, as text. */
const text = (value: AttributeValue | undefined): string | undefined =>
  value === undefined ? undefined : String(value.S ?? value.N ?? value.B);
