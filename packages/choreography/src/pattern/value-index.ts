import type { Common, Condition, Leaf } from './conditions/condition.ts';
import { NumericRanges } from './conditions/numeric-ranges.ts';
import { ExactNumber } from './json/exact-number.ts';

/**
 * Finds the items that may match a value. What is found must still be tested, except for literals; nothing that matches is missed.
 */
export class ValueIndex<Item> {
  readonly #exactly = new Map<Leaf, Item[]>();
  readonly #digits = new Map<string, Item[]>();
  readonly #lower = new Map<string, Item[]>();
  readonly #affixes: Affixes<Item>[] = [];
  #ranges: NumericRanges<Item> | undefined;
  /** The items that no value indexes. */
  readonly #others: Item[] = [];

  constructor(entries: readonly { readonly conditions: readonly Condition[]; readonly item: Item }[]) {
    const ranges: { from: number; to: number; item: Item }[] = [];
    for (const { conditions, item } of entries) {
      const commons = conditions.filter(({ absent }) => !absent).map(({ common }) => common);
      if (commons.includes(undefined)) this.#others.push(item);
      else for (const common of commons) this.#add(common as Common, item, ranges);
    }
    if (ranges.length > 0) this.#ranges = new NumericRanges(ranges);
  }

  /** Gives each item found to `take`, some perhaps more than once. */
  find(value: Leaf, take: (item: Item) => void): void {
    const exact = this.#exactly.get(value);
    if (exact) for (const item of exact) take(item);
    if (typeof value === 'string') {
      if (this.#lower.size > 0) for (const item of this.#lower.get(value.toLowerCase()) ?? []) take(item);
      for (const affixes of this.#affixes) affixes.find(value, take);
    } else if (typeof value === 'number' && this.#ranges) {
      for (const item of this.#ranges.find(value)) take(item);
    } else if (value instanceof ExactNumber) {
      for (const item of this.#digits.get(value.text) ?? []) take(item);
    }
    for (const item of this.#others) take(item);
  }

  #add(common: Common, item: Item, ranges: { from: number; to: number; item: Item }[]): void {
    switch (common.kind) {
      case 'exactly':
        append(this.#exactly, common.value, item);
        return;
      case 'digits':
        append(this.#digits, common.text, item);
        return;
      case 'exactly-lower':
        append(this.#lower, common.text, item);
        return;
      case 'range':
        ranges.push({ from: common.from, to: common.to, item });
        return;
      default: {
        let affixes = this.#affixes.find(({ kind }) => kind === common.kind);
        if (!affixes) {
          affixes = new Affixes(common.kind);
          this.#affixes.push(affixes);
        }
        affixes.add(common.text, item);
      }
    }
  }
}

/** Prefixes or suffixes by their lengths: there are far fewer lengths than texts. */
class Affixes<Item> {
  readonly #byLength = new Map<number, Map<string, Item[]>>();

  constructor(readonly kind: 'prefix' | 'suffix' | 'prefix-lower' | 'suffix-lower') {}

  add(text: string, item: Item): void {
    let sameLength = this.#byLength.get(text.length);
    if (!sameLength) {
      sameLength = new Map();
      this.#byLength.set(text.length, sameLength);
    }
    append(sameLength, text, item);
  }

  find(given: string, take: (item: Item) => void): void {
    const value = this.kind.endsWith('-lower') ? given.toLowerCase() : given;
    const fromStart = this.kind.startsWith('prefix');
    for (const [length, texts] of this.#byLength) {
      if (length > value.length) continue;
      const affix = fromStart ? value.slice(0, length) : value.slice(value.length - length);
      const items = texts.get(affix);
      if (items) for (const item of items) take(item);
    }
  }
}

function append<Key, Item>(map: Map<Key, Item[]>, key: Key, item: Item): void {
  const items = map.get(key);
  if (items) items.push(item);
  else map.set(key, [item]);
}
