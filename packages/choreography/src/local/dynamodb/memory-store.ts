import { Stream } from 'node:stream';
import type { Callback, DynamoDbError, Table } from './dynalite.ts';
import { dynamoDbError } from './dynamodb-error.ts';
import { type KeyRange, SortedMap } from './sorted-map.ts';

/** One keyspace of the store: the tables, or the tags of one table. */
export interface Keyspace<V> {
  get(key: string, callback: Callback<V>): void;
  put(key: string, value: V, callback: Callback<void>): void;
  del(key: string, callback: Callback<void>): void;
  batch(operations: { type: 'put' | 'del'; key: string; value?: V }[], callback: Callback<void>): void;
  createKeyStream(range?: KeyRange): Stream;
  createValueStream(range?: KeyRange): Stream;
  /** All values, at once. */
  values(): V[];
  lock(key: string, run: (release: <F>(callback: F) => F) => void): void;
}

/** What dynalite's actions about tables and tags ask of a store. */
export interface Store {
  options: { createTableMs: number; deleteTableMs: number; updateTableMs: number; maxItemSize: number };
  tableDb: Keyspace<Table> & { awsAccountId: string; awsRegion: string };
  deleteItemDb(table: string, callback: Callback<void>): void;
  deleteIndexDb(type: string, table: string, index: string, callback: Callback<void>): void;
  getTagDb(table: string): Keyspace<string>;
  deleteTagDb(table: string, callback: Callback<void>): void;
  getTable(name: string, checkStatus: boolean | Callback<Table>, callback?: Callback<Table>): void;
}

/**
 * A store for dynalite's actions that answers every call before it returns, where dynalite's own waits several turns of the
 * event loop for every read and write and keeps everything as JSON text.
 *
 * @param dropItems removes the items of a table
 */
export function createMemoryStore(
  owner: { region: string; account: string },
  dropItems: (table: string) => void,
): Store {
  const keyspaces = new Map<string, Keyspace<never>>();
  const keyspace = <V>(name: string): Keyspace<V> => {
    const found = keyspaces.get(name) ?? createKeyspace<never>();
    keyspaces.set(name, found);
    return found as unknown as Keyspace<V>;
  };
  const tableDb = Object.assign(keyspace<Table>('tables'), { awsAccountId: owner.account, awsRegion: owner.region });
  return {
    options: { createTableMs: 0, deleteTableMs: 0, updateTableMs: 0, maxItemSize: 400 * 1024 },
    tableDb,
    deleteItemDb(table, callback) {
      dropItems(table);
      callback();
    },
    // The entries of an index go with the items.
    deleteIndexDb: (_type, _table, _name, callback) => callback(),
    getTagDb: (table) => keyspace(`tags/${table}`),
    deleteTagDb(table, callback) {
      keyspaces.delete(`tags/${table}`);
      callback();
    },
    getTable(name, checkStatus, callback) {
      const done = (typeof checkStatus === 'function' ? checkStatus : callback) as Callback<Table>;
      tableDb.get(name, (_, table) => {
        const hidden = checkStatus && (table?.TableStatus === 'CREATING' || table?.TableStatus === 'DELETING');
        if (table && !hidden) done(null, table);
        else done(tableNotFound(checkStatus ? undefined : name));
      });
    },
  };
}

function createKeyspace<V>(): Keyspace<V> {
  const entries = new SortedMap<V>();
  return {
    get: (key, callback) => callback(null, entries.get(key) as V),
    put(key, value, callback) {
      entries.set(key, value);
      callback();
    },
    del(key, callback) {
      entries.delete(key);
      callback();
    },
    batch(operations, callback) {
      for (const { type, key, value } of operations) {
        if (type === 'put') entries.set(key, value as V);
        else entries.delete(key);
      }
      callback();
    },
    createKeyStream: (range) => new Entries(entries, range, ([key]) => key),
    createValueStream: (range) => new Entries(entries, range, ([, value]) => value),
    values: () => [...entries.entries()].map(([, value]) => value),
    lock: (_key, run) => run((callback) => callback),
  };
}

/**
 * The entries of a range as a stream. dynalite attaches its listeners in the same turn as it asks for the stream, so all
 * of them are said in one go right after it.
 */
class Entries<V> extends Stream {
  #destroyed = false;

  constructor(entries: SortedMap<V>, range: KeyRange | undefined, pick: (entry: [string, V]) => unknown) {
    super();
    queueMicrotask(() => {
      for (const entry of entries.entries(range)) {
        if (this.#destroyed) break;
        this.emit('data', pick(entry));
      }
      this.emit('end');
    });
  }

  destroy(): void {
    this.#destroyed = true;
  }
}

/** Only the calls about a table itself name the table in this error. */
function tableNotFound(name: string | undefined): DynamoDbError {
  const message = `Requested resource not found${name === undefined ? '' : `: Table: ${name} not found`}`;
  // dynalite's actions know a missing table by the error's name.
  return Object.assign(dynamoDbError('ResourceNotFoundException', message), { name: 'NotFoundError' });
}
