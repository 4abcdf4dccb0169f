import type { Callback } from './dynalite.ts';
import type { Keyspace, Store } from './memory-store.ts';

/**
 * A view of `store` for one transaction: reads see the store, writes wait until `commit`. So the actions of a
 * transaction can run one after the other, and if one of them fails nothing has happened.
 */
export function bufferWrites(store: Store): { view: Store; commit(): void } {
  const writes: (() => void)[] = [];
  const buffered = <V>(keyspace: Keyspace<V>): Keyspace<V> => ({
    ...keyspace,
    put(key, value, callback) {
      writes.push(() => keyspace.put(key, value, done));
      callback();
    },
    del(key, callback) {
      writes.push(() => keyspace.del(key, done));
      callback();
    },
  });
  const view: Store = {
    ...store,
    getItemDb: (table) => buffered(store.getItemDb(table)),
    getIndexDb: (type, table, index) => buffered(store.getIndexDb(type, table, index)),
  };
  const commit = () => {
    for (const write of writes) write();
  };
  return { view, commit };
}

const done: Callback<void> = () => {};
