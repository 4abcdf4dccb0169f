import { describe, expect, it } from 'vitest';
import { filterPattern } from '#local/logs/filter-pattern.ts';

const LINE = JSON.stringify({
  ...{ level: 'ERROR', took: 120, order: { id: 'o-1', items: [{ sku: 'tea' }, { sku: 'mug' }] } },
  ...{ cold: true, warm: false, trace: null, 'odd-key': 'x', message: 'card "visa" declined' },
});

describe('a filter pattern', () => {
  it.each([
    ['', true],
    ['ERROR', true],
    ['ERROR declined', true],
    ['ERROR accepted', false],
    ['?accepted ?declined', true],
    ['ERROR -declined', false],
    ['"ERROR card"', false],
  ])('of words: %s', (pattern, passes) => {
    expect(filterPattern(pattern)(LINE)).toBe(passes);
  });

  it.each([
    ['{ $.level = "ERROR" }', true],
    ['{$.level=ERROR}', true],
    ['{ $.level != "ERROR" }', false],
    ['{ $.nowhere != "ERROR" }', false],
    ['{ $.level = "ERR*" }', true],
    ['{ $.level = "err*" }', false],
    ['{ $.took > 100 }', true],
    ['{ $.took >= 120 && $.took <= 120 }', true],
    ['{ $.took < 120 || $.level = "WARN" }', false],
    ['{ $.took = 120 }', true],
    ['{ $.took = "120" }', false],
    ['{ $.order.id = "o-1" }', true],
    ['{ $.order.items[1].sku = mug }', true],
    ['{ $.order.items[*].sku = mug }', true],
    ['{ $.order.items[0].sku = mug }', false],
    ["{ $['odd-key'] = x }", true],
    ['{ $.cold IS TRUE && $.warm IS FALSE && $.trace IS NULL }', true],
    ['{ $.nowhere NOT EXISTS }', true],
    ['{ $.level NOT EXISTS }', false],
    ['{ ($.level = "WARN" || $.level = "ERROR") && $.took > 100 }', true],
    ['{ $.message = "card \\"visa\\" *" }', true],
  ])('for JSON: %s', (pattern, passes) => {
    expect(filterPattern(pattern)(LINE)).toBe(passes);
    expect(filterPattern(pattern)('no JSON')).toBe(false);
  });

  it.each(['{ level = x }', '{ $.a = }', '{ $.a = 1 && }', '{ ($.a = 1 }', '{ $.a ~ 1 }', '{ $.a > x }', '{ }'])(
    'that is none is refused: %s',
    (pattern) => {
      expect(() => filterPattern(pattern)).toThrow('Invalid filter pattern');
    },
  );
});
