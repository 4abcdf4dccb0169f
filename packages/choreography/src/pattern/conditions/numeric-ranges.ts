/**
 * Finds the ranges that a number lies in: the numbers between all bounds are cut into stretches once, each with the ranges
 * that cover it. Bounds count as covered: the caller tests what is found.
 */
export class NumericRanges<Item> {
  readonly #bounds: number[];
  /** By stretch: those between bounds have even places, the bounds themselves odd ones. */
  readonly #covering: Item[][];

  constructor(ranges: readonly { readonly from: number; readonly to: number; readonly item: Item }[]) {
    this.#bounds = [...new Set(ranges.flatMap(({ from, to }) => [from, to]).filter(Number.isFinite))].sort(
      (a, b) => a - b,
    );
    this.#covering = Array.from({ length: this.#bounds.length * 2 + 1 }, () => []);
    for (const { from, to, item } of ranges) {
      for (let at = this.#stretchOf(from); at <= this.#stretchOf(to); at++) this.#covering[at]?.push(item);
    }
  }

  find(number: number): readonly Item[] {
    return this.#covering[this.#stretchOf(number)] ?? [];
  }

  #stretchOf(number: number): number {
    let [low, high] = [0, this.#bounds.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#bounds[middle] as number) < number) low = middle + 1;
      else high = middle;
    }
    return this.#bounds[low] === number ? low * 2 + 1 : low * 2;
  }
}
