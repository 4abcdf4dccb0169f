/** A value and what it is kept under. */
export type Entry = readonly [key: string, value: unknown];

/**
 * Where services write down what changes, so that another start finds it. Keys are paths (`item/loans/…`), values what JSON
 * can say. What is written within one turn of the event loop is kept as a whole or not at all, and before any answer is sent.
 */
export interface Journal {
  put(key: string, value: unknown): void;
  delete(key: string): void;
  /** Deletes all that is kept below a prefix. */
  deleteAll(prefix: string): void;
  /** What is kept under a key; undefined if nothing is. */
  get(key: string): unknown;
  /** What is kept below a prefix, by when it was first put. */
  entries(prefix: string): Entry[];
}

/** Keeps nothing: the state of a run is gone with it. */
export const NO_JOURNAL: Journal = { put() {}, delete() {}, deleteAll() {}, get: () => undefined, entries: () => [] };
