import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePattern } from '#pattern/compile-pattern.ts';
import { parsePattern } from '#pattern/parse-pattern.ts';
import { RuleSet } from '#pattern/rule-set.ts';
import { anEvent, aPattern } from './arbitrary.ts';

describe('rules compiled together', () => {
  it('match an event exactly when each of them alone does', () => {
    fc.assert(
      fc.property(
        fc.array(aPattern, { maxLength: 40 }),
        fc.array(anEvent, { minLength: 1, maxLength: 8 }),
        (patterns, events) => {
          const together = new RuleSet(patterns.map((pattern, rule) => ({ rule, ways: parsePattern(pattern) })));
          const alone = patterns.map((pattern) => compilePattern(pattern));
          for (const event of events) {
            expect(together.matching(event)).toEqual(alone.flatMap((matches, rule) => (matches(event) ? [rule] : [])));
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it.each([
    ['the same literal', (n: number) => ({ detail: { kind: ['order'], n: [n] } }), { kind: 'order', n: 500 }],
    ['a prefix', (n: number) => ({ detail: { kind: [{ prefix: 'or' }], n: [n] } }), { kind: 'order', n: 500 }],
    ['ranges', (n: number) => ({ detail: { n: [{ numeric: ['>', n - 1, '<', n + 1] }] } }), { n: 500 }],
    ['wildcards', (n: number) => ({ detail: { key: [{ wildcard: `${n}/*/order` }] } }), { key: '500/x/order' }],
    ['suffixes', (n: number) => ({ detail: { key: [{ suffix: `/${n}` }] } }), { key: 'x/500' }],
  ])('compare an event with a handful of a thousand rules that share %s', (_, pattern, detail) => {
    let compared = 0;
    const counted = (n: number) =>
      parsePattern(pattern(n)).map(
        (way) =>
          new Map(
            [...way].map(([path, conditions]) => [
              path,
              conditions.map((condition) => ({
                ...condition,
                test: (value: Parameters<typeof condition.test>[0]) => {
                  compared++;
                  return condition.test(value);
                },
              })),
            ]),
          ),
      );
    const set = new RuleSet(Array.from({ length: 1000 }, (_item, rule) => ({ rule, ways: counted(rule) })));
    expect(set.matching({ detail })).toEqual([500]);
    expect(compared).toBeLessThan(20);
  });
});
