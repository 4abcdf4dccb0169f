import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type KeyRange, SortedMap } from '#local/dynamodb/sorted-map.ts';

const key = fc.string({ minLength: 1, maxLength: 3, unit: fc.constantFrom('a', 'b', 'c', 'd') });
const range = fc.record(
  { gt: key, gte: key, lt: key, lte: key, reverse: fc.boolean(), limit: fc.integer({ min: -1, max: 5 }) },
  { requiredKeys: [] },
);

test('a walk shows what a sorted list of the same entries shows, for any range', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(key, fc.boolean())), range, (changes, bounds) => {
      const map = new SortedMap<string>();
      const plain = new Map<string, string>();
      for (const [name, isSet] of changes) {
        if (isSet) map.set(name, `value of ${name}`);
        else map.delete(name);
        if (isSet) plain.set(name, `value of ${name}`);
        else plain.delete(name);
      }
      expect([...map.entries(bounds as KeyRange)]).toEqual(sorted(plain, bounds as KeyRange));
      expect(map.size).toBe(plain.size);
    }),
  );
});

test('thousands of keys stay in order', () => {
  const map = new SortedMap<number>();
  const keys = Array.from({ length: 5000 }, (_, n) => String((n * 7919) % 5000).padStart(4, '0'));
  for (const [index, name] of keys.entries()) map.set(name, index);
  expect([...map.entries()].map(([name]) => name)).toEqual(keys.toSorted());
  expect([...map.entries({ reverse: true, lt: '2500' })].map(([name]) => name)).toEqual(
    keys
      .filter((name) => name < '2500')
      .toSorted()
      .reverse(),
  );
  for (const name of keys) map.delete(name);
  expect([...map.entries()]).toEqual([]);
});

function sorted(plain: Map<string, string>, { gt, gte, lt, lte, reverse, limit }: KeyRange): [string, string][] {
  const within = [...plain].filter(
    ([name]) =>
      (gt === undefined || name > gt) &&
      (gte === undefined || name >= gte) &&
      (lt === undefined || name < lt) &&
      (lte === undefined || name <= lte),
  );
  within.sort(([a], [b]) => (a < b ? -1 : 1));
  if (reverse) within.reverse();
  return limit === undefined || limit < 0 ? within : within.slice(0, limit);
}
