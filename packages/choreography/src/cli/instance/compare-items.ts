import { type Difference, differencesOf } from './differences.ts';

/** Items by where a journal keeps them: `item/TABLE/KEY`. */
export type Items = ReadonlyMap<string, unknown>;

/** An item of a participant's table that came out otherwise. */
export interface ItemDifference {
  readonly table: string;
  /** The values of its key. */
  readonly key: readonly string[];
  readonly differences: readonly Difference[];
}

/**
 * Compares what became of items: all that either run has changed, but of what was changed then only what names the instance, since
 * others ran, too. An item that others share is the same if it was ever so.
 */
export function compareItems(
  before: Items,
  /** All values that each item had afterwards, the last at the end; undefined where it was deleted. */
  then: ReadonlyMap<string, readonly unknown[]>,
  now: Items,
  instance: string,
  /** The names of the key's attributes by table, such as `pk S, sk S`; tables that it lacks are left out. */
  keys: ReadonlyMap<string, string>,
): ItemDifference[] {
  const names = [...new Set([...before.keys(), ...then.keys(), ...now.keys()])];
  return names.flatMap((name) => {
    const table = name.split('/')[1] ?? '';
    const attributes = keys.get(table);
    const [old, values, item] = [before.get(name), then.get(name) ?? [before.get(name)], now.get(name)];
    const last = values.at(-1);
    const isOwn = [old, last, item].some((each) => JSON.stringify(each)?.includes(instance));
    const isChangedNow = JSON.stringify(old) !== JSON.stringify(item);
    if (attributes === undefined || (!isChangedNow && !isOwn)) return [];
    const candidates = isOwn ? [last] : values;
    const all = candidates.map((each) => differencesOf(plain(each), plain(item)));
    if (all.some((each) => each.length === 0)) return [];
    const shown = plain(item ?? last ?? old) as Record<string, unknown>;
    const key = attributes.split(', ').map((each) => String(shown[each.split(' ')[0] ?? '']));
    return [{ table, key, differences: all.at(-1) ?? [] }];
  });
}

/** An item's values without their types: `{ n: { N: "1" } }` is `{ n: 1 }`. */
function plain(item: unknown): unknown {
  if (typeof item !== 'object' || item === null) return item;
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, plainValue(value)]));
}

function plainValue(value: object): unknown {
  const [[type, inner] = ['', undefined]] = Object.entries(value);
  if (type === 'M') return plain(inner);
  if (type === 'L') return (inner as object[]).map(plainValue);
  if (type === 'N') return Number(inner);
  return type === 'NULL' ? null : inner;
}
