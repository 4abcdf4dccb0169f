// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is the syntax of CloudFormation and IAM.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { iamGlob } from '#graph/language/iam-glob.ts';
import {
  contains,
  intersection,
  describeLanguage as inWords,
  isWithin,
  type Language,
  language,
} from '#graph/language/language.ts';
import { patternLanguages } from '#graph/language/pattern-languages.ts';

const of = (condition: unknown): Language => {
  const [one] = patternLanguages([condition]);
  if (!one) throw new Error('the condition matches no string');
  return one;
};

describe('What two conditions have in common', () => {
  it.each([
    ['shop.orders', { prefix: 'shop.' }, 'shop.orders'],
    [{ prefix: 'shop.' }, { suffix: '.eu' }, 'shop.* & *.eu'],
    [{ prefix: 'shop.' }, { 'anything-but': ['shop.monitor'] }, 'shop.* but shop.monitor'],
    [{ 'equals-ignore-case': 'Shop' }, { prefix: 'sHO' }, 'Shop (any case) & sHO*'],
    [{ wildcard: '*.*.eu' }, { 'anything-but': { suffix: '.eu' } }, null],
    [{ prefix: 'a' }, { prefix: 'b' }, null],
    [{ wildcard: 'a*b' }, { wildcard: 'b*a' }, null],
    [{ prefix: 'shop.' }, { 'anything-but': { prefix: 'shop' } }, null],
    [{ 'equals-ignore-case': 'ab' }, { 'anything-but': { 'equals-ignore-case': ['AB'] } }, null],
    ['x', { 'anything-but': 'x' }, null],
    [{ wildcard: 'a\\*b' }, 'a*b', 'a*b'],
    [{ wildcard: 'a\\*b' }, 'axb', null],
  ])('%j and %j: %j', (a, b, expected) => {
    const both = intersection(of(a), of(b));
    expect(both && inWords(both)).toBe(expected);
    expect(intersection(of(b), of(a)) === null).toBe(expected === null);
  });

  it('is decided on the languages: a string that belongs to both is never missed', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 4 });
    const glob = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '*', '?'), maxLength: 5 });
    fc.assert(
      fc.property(
        glob,
        glob,
        fc.array(glob, { maxLength: 2 }),
        fc.array(text, { minLength: 1, maxLength: 20 }),
        (a, b, none, texts) => {
          const one = language([iamGlob(a)]);
          const other = language(
            [iamGlob(b)],
            none.map((each) => iamGlob(each)),
          );
          const both = intersection(one, other);
          for (const each of texts)
            if (contains(one, each) && contains(other, each)) expect(both && contains(both, each)).toBe(true);
          if (both) expect([isWithin(both, one), isWithin(both, other)]).toEqual([true, true]);
        },
      ),
    );
  });
});

it.each([
  ['${aws:PrincipalTag/team}.orders', 'red.orders', true],
  ['${aws:PrincipalTag/team}.orders', 'red.stock', false],
  ['a${*}b', 'a*b', true],
  ['a${*}b', 'axb', false],
])('An IAM value %s, and %s: %s', (glob, word, expected) => {
  expect(contains(language([iamGlob(glob)]), word)).toBe(expected);
});
