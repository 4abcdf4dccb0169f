import type { Journal } from '#local/state/journal.ts';
import type { Table } from './dynalite.ts';
import { schemaOf, type TableSchema } from './items/table-schema.ts';
import type { Engine } from './operation.ts';

/**
 * Restores a journal's items into the tables. Items of a table that is gone, or whose keys have changed, are dropped.
 * Returns the names of the tables of both kinds.
 */
export function restoreTables(
  { store, items }: Pick<Engine, 'store' | 'items'>,
  journal: Journal,
): { kept: string[]; dropped: string[] } {
  const kept: string[] = [];
  const dropped: string[] = [];
  const before = new Map(journal.entries('table/').map(([key, keys]) => [key.slice('table/'.length), keys as string]));
  const schemas = new Map(tablesOf(store).map((table) => [table.TableName, schemaOf(table)]));
  for (const [name, keys] of before) {
    const schema = schemas.get(name);
    if (schema && keysOf(schema) === keys) {
      if (items.restore(schema) > 0) kept.push(name);
      continue;
    }
    if (journal.entries(`item/${name}/`).length > 0) dropped.push(name);
    journal.deleteAll(`item/${name}/`);
    journal.delete(`table/${name}`);
  }
  for (const [name, schema] of schemas)
    if (before.get(name) !== keysOf(schema)) journal.put(`table/${name}`, keysOf(schema));
  return { kept, dropped };
}

const keysOf = ({ hash, range }: TableSchema): string =>
  [hash, ...(range ? [range] : [])].map(({ name, type }) => `${name} ${type}`).join(', ');

function tablesOf(store: Engine['store']): Table[] {
  return [...store.tableDb.values()];
}
