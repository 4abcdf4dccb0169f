import fc from 'fast-check';
import { expect, it } from 'vitest';
import { leastOf } from '#simulation/least-of.ts';

/** What is found where a set of needed items is all that it takes, and how many tries that took. */
async function found(count: number, needed: ReadonlySet<number>) {
  let tries = 0;
  const items = Array.from({ length: count }, (_, at) => at);
  const least = await leastOf(items, async (some) => {
    tries++;
    return [...needed].every((each) => some.includes(each));
  });
  return { least: [...least].sort((a, b) => a - b), tries };
}

it('finds exactly what it takes, by some tries for each', async () => {
  const aCase = fc
    .integer({ min: 1, max: 120 })
    .chain((count) => fc.tuple(fc.constant(count), fc.uniqueArray(fc.nat(count - 1), { maxLength: 5 })));
  await fc.assert(
    fc.asyncProperty(aCase, async ([count, needed]) => {
      const { least, tries } = await found(count, new Set(needed));
      expect(least).toEqual([...needed].sort((a, b) => a - b));
      expect(tries).toBeLessThanOrEqual(1 + (needed.length + 1) * 2 * Math.ceil(Math.log2(count + 1)) + needed.length);
    }),
  );
});

it('returns only what holds, though less may hold where more does not', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.boolean(), { minLength: 64, maxLength: 64 }), async (table) => {
      const isWhole = (some: readonly number[]) => some.length === 6;
      const holds = (some: readonly number[]) =>
        isWhole(some) || table[some.reduce((sum, at) => sum + 2 ** at, 0)] === true;
      expect(holds(await leastOf([0, 1, 2, 3, 4, 5], async (some) => holds(some)))).toBe(true);
    }),
  );
});

it('returns what it has found when it may try no more', async () => {
  let left = 3;
  const least = await leastOf(
    [1, 2, 3, 4, 5, 6, 7, 8],
    async (some) => some.includes(4),
    () => left-- <= 0,
  );
  expect(least).toContain(4);
});
