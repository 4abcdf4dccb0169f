import type { Item } from '#local/dynamodb/dynalite.ts';
import { SortedMap } from '#local/dynamodb/sorted-map.ts';
import { type Journal, NO_JOURNAL } from '#local/state/journal.ts';
import { keyInIndex, keyOfItem } from './keys.ts';
import { type Index, keyAttributes, type TableSchema } from './table-schema.ts';

type OnChange = (
  schema: TableSchema,
  old: Item | undefined,
  item: Item | undefined,
  by: 'caller' | 'time to live',
) => void;

interface StoredTable {
  readonly items: SortedMap<Item>;
  /** By the name of the index. They hold the very items of the table. */
  readonly indexes: Map<string, SortedMap<Item>>;
  /** How often an item was put, replaced or removed. */
  version: number;
}

/**
 * The items of all tables, in memory, their changes in a journal. Every call is done when it returns, so nothing can come between the reads and the writes of
 * one operation: that is the isolation of single writes and of transactions. Items are never changed, but replaced.
 */
export class ItemStore {
  readonly #tables = new Map<string, StoredTable>();

  /** @param onChange called for each item that is put, replaced or removed, but not for those that are restored */
  constructor(
    private readonly journal: Journal = NO_JOURNAL,
    private readonly onChange: OnChange = () => {},
  ) {}

  get(schema: TableSchema, key: string): Item | undefined {
    return this.#table(schema).items.get(key);
  }

  /** Puts an item in place of the one there was, also in the indexes; without an item, removes that one. */
  replace(
    schema: TableSchema,
    key: string,
    old: Item | undefined,
    item: Item | undefined,
    by: 'caller' | 'time to live' = 'caller',
  ): void {
    this.#set(schema, key, old, item);
    if (item) this.journal.put(`${keptBelow(schema.name)}${key}`, item);
    else this.journal.delete(`${keptBelow(schema.name)}${key}`);
    this.onChange(schema, old, item, by);
  }

  /** Takes the items of another run that a journal has for a table with these keys; returns how many. */
  restore(schema: TableSchema): number {
    const kept = this.journal.entries(keptBelow(schema.name));
    for (const [, item] of kept) {
      const key = keyOfItem(item as Item, schema);
      this.#set(schema, key, this.get(schema, key), item as Item);
    }
    return kept.length;
  }

  #set(schema: TableSchema, key: string, old: Item | undefined, item: Item | undefined): void {
    const table = this.#table(schema);
    table.version++;
    if (item) table.items.set(key, item);
    else table.items.delete(key);
    for (const index of schema.indexes) {
      const entries = this.entries(schema, index);
      const before = old && isIn(old, index) ? keyInIndex(old, index, schema) : undefined;
      const after = item && isIn(item, index) ? keyInIndex(item, index, schema) : undefined;
      if (before !== undefined && before !== after) entries.delete(before);
      if (after !== undefined) entries.set(after, item as Item);
    }
  }

  /** The items of a table or of one of its indexes, by their keys there. */
  entries(schema: TableSchema, index?: Index): SortedMap<Item> {
    const table = this.#table(schema);
    return index ? (table.indexes.get(index.name) as SortedMap<Item>) : table.items;
  }

  /** How often an item of a table was put, replaced or removed; 0 if there is no such table. */
  versionOf(table: string): number {
    return this.#tables.get(table)?.version ?? 0;
  }

  drop(table: string): void {
    this.#tables.delete(table);
    this.journal.deleteAll(keptBelow(table));
  }

  #table(schema: TableSchema): StoredTable {
    const known = this.#tables.get(schema.name);
    if (known) return known;
    const indexes = new Map(schema.indexes.map(({ name }) => [name, new SortedMap<Item>()]));
    const table = { items: new SortedMap<Item>(), indexes, version: 0 };
    this.#tables.set(schema.name, table);
    return table;
  }
}

const keptBelow = (table: string): string => `item/${table}/`;

/** An item without one of the keys of an index is not in it. */
export function isIn(item: Item, index: Index): boolean {
  return keyAttributes(index).every(({ name }) => item[name] !== undefined);
}

/** The key of an item in its table, as the API has it. */
export function primaryKey(item: Item, schema: TableSchema): Item {
  return Object.fromEntries(keyAttributes(schema).map(({ name }) => [name, item[name] as Item[string]]));
}
