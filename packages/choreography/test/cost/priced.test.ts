import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { priced, sumOf, usdOf, weighted } from '#cost/priced.ts';
import { ITEMS, type Item } from '#cost/prices/price.ts';
import { PRICES } from '#cost/prices/prices.ts';
import type { Used } from '#cost/usage.ts';

const prices = PRICES.filter(({ region }) => region === 'us-east-1');
const anItem = fc.constantFrom(...(Object.keys(ITEMS) as Item[]));
/** So few that they vanish are none. */
const units = fc.double({ min: 0, max: 1e6, noNaN: true }).map((some) => (some < 1e-12 ? 0 : some));
const usages = fc
  .uniqueArray(fc.tuple(anItem, units), { selector: ([item]) => item })
  .map((pairs) => new Map(pairs.map(([item, some]): [Item, Used] => [item, { units: some, by: new Map() }])));
const close = (one: number, other: number) =>
  expect(one).toBeCloseTo(other, -Math.log10(Math.abs(other) * 1e-9 + 1e-9));

describe('Money', () => {
  it('of twice as much is twice as much', () => {
    fc.assert(
      fc.property(anItem, units, (item, some) => {
        close(usdOf(item, 2 * some, prices) ?? 0, 2 * (usdOf(item, some, prices) ?? 0));
      }),
    );
  });

  it('of several instances is divided among them, whatever their number', () => {
    fc.assert(
      fc.property(usages, fc.integer({ min: 1, max: 100 }), (usage, instances) => {
        const { total } = sumOf(priced(usage, 1, prices));
        close(sumOf(priced(usage, instances, prices)).total * instances, total);
      }),
    );
  });

  it('adds up to the sum of its lines, and email is all that the sum without it lacks', () => {
    fc.assert(
      fc.property(usages, (usage) => {
        const lines = priced(usage, 1, prices);
        const { total, withoutEmail } = sumOf(lines);
        close(
          total,
          lines.reduce((sum, { usdPerMillion = 0 }) => sum + usdPerMillion, 0),
        );
        close(total - withoutEmail, (usdOf('SES emails', usage.get('SES emails')?.units ?? 0, prices) ?? 0) * 1e6);
      }),
    );
  });

  it('of all paths is between that of the cheapest and that of the most expensive', () => {
    const sum = fc.record({ withoutEmail: units, total: units });
    const share = fc.double({ min: 0.001, max: 1000, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.record({ sum, share }), { minLength: 1 }), (paths) => {
        const all = paths.map((path) => path.sum.total);
        const { total } = weighted(paths);
        expect(total).toBeGreaterThanOrEqual(Math.min(...all) * (1 - 1e-9));
        expect(total).toBeLessThanOrEqual(Math.max(...all) * (1 + 1e-9));
      }),
    );
  });
});
