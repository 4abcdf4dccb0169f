/** The keys to walk: bounds as LevelDB names them, `limit` -1 for all. */
export interface KeyRange {
  gt?: string;
  gte?: string;
  lt?: string;
  lte?: string;
  reverse?: boolean;
  limit?: number;
}

const CHUNK = 512;

/**
 * A map that can be walked in the order of its keys. Reads by key are one hash lookup; a new key costs a binary search
 * and a move within one chunk of at most 512 keys, so neither a write nor the start of a walk grows with the table.
 */
export class SortedMap<V> {
  readonly #values = new Map<string, V>();
  readonly #chunks: string[][] = [];

  get size(): number {
    return this.#values.size;
  }

  get(key: string): V | undefined {
    return this.#values.get(key);
  }

  set(key: string, value: V): void {
    if (!this.#values.has(key)) this.#insert(key);
    this.#values.set(key, value);
  }

  delete(key: string): void {
    if (!this.#values.delete(key)) return;
    const at = this.#chunkFor(key);
    const chunk = this.#chunks[at] as string[];
    chunk.splice(lowerBound(chunk, key), 1);
    if (chunk.length === 0) this.#chunks.splice(at, 1);
  }

  clear(): void {
    this.#values.clear();
    this.#chunks.length = 0;
  }

  /** The entries within `range`, in key order, or backwards. The map must not change during the walk. */
  *entries(range: KeyRange = {}): Generator<[string, V]> {
    let left = range.limit === undefined || range.limit < 0 ? Number.POSITIVE_INFINITY : range.limit;
    for (const key of range.reverse ? this.#descending(range) : this.#ascending(range)) {
      if (left-- <= 0) return;
      yield [key, this.#values.get(key) as V];
    }
  }

  *#ascending(range: KeyRange): Generator<string> {
    const from = range.gte ?? range.gt ?? '';
    let at = this.#chunkFor(from);
    let index = lowerBound(this.#chunks[at] ?? [], from);
    for (; at < this.#chunks.length; at++, index = 0) {
      const chunk = this.#chunks[at] as string[];
      for (; index < chunk.length; index++) {
        const key = chunk[index] as string;
        if (isAbove(key, range)) return;
        if (!isBelow(key, range)) yield key;
      }
    }
  }

  *#descending(range: KeyRange): Generator<string> {
    const from = range.lte ?? range.lt;
    let at = from === undefined ? this.#chunks.length - 1 : this.#chunkFor(from);
    for (; at >= 0; at--) {
      const chunk = this.#chunks[at] ?? [];
      for (let index = chunk.length - 1; index >= 0; index--) {
        const key = chunk[index] as string;
        if (isBelow(key, range)) return;
        if (!isAbove(key, range)) yield key;
      }
    }
  }

  #insert(key: string): void {
    const at = this.#chunkFor(key);
    const chunk = this.#chunks[at];
    if (!chunk) {
      this.#chunks.push([key]);
      return;
    }
    chunk.splice(lowerBound(chunk, key), 0, key);
    if (chunk.length > CHUNK) this.#chunks.splice(at + 1, 0, chunk.splice(CHUNK / 2));
  }

  /** The index of the chunk that holds `key`, or would: the last one that starts at or before it. */
  #chunkFor(key: string): number {
    let low = 0;
    let high = this.#chunks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (((this.#chunks[middle] as string[])[0] as string) <= key) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low - 1);
  }
}

function isBelow(key: string, { gt, gte }: KeyRange): boolean {
  return (gt !== undefined && key <= gt) || (gte !== undefined && key < gte);
}

function isAbove(key: string, { lt, lte }: KeyRange): boolean {
  return (lt !== undefined && key >= lt) || (lte !== undefined && key > lte);
}

/** The index of the first key that is not less than `key`. */
function lowerBound(keys: string[], key: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((keys[middle] as string) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
