import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addNumbers, canonicalNumber, compareNumbers } from '#local/dynamodb/values/number.ts';
import { thorough } from '#testing/property.ts';

describe('a number is kept as', () => {
  test.each([
    ['+5', '5'],
    ['5.', '5'],
    ['.5', '0.5'],
    ['1E+5', '100000'],
    ['1.50', '1.5'],
    ['-0', '0'],
    ['00012', '12'],
    ['1e125', `1${'0'.repeat(125)}`],
    ['1e-130', `0.${'0'.repeat(129)}1`],
    ['9'.repeat(38), '9'.repeat(38)],
    ['1234567890123456789', '1234567890123456789'],
  ])('%s is %s', (text, canonical) => expect(canonicalNumber(text)).toBe(canonical));
});

test.each(['1e126', '1e-131', '9'.repeat(39)])('%s cannot be held', (text) => {
  expect(() => canonicalNumber(text)).toThrow(RangeError);
});
test.each(['', ' 5', 'x', '-', '.', '1e', '0x10', 'NaN', '1e99999999999'])('"%s" is no number', (text) => {
  expect(() => canonicalNumber(text)).toThrow(SyntaxError);
});

const number = fc
  .tuple(fc.bigInt(-(10n ** 20n), 10n ** 20n), fc.integer({ min: -8, max: 8 }))
  .map(([digits, exponent]) => `${digits}E${exponent}`);
/** The number as a whole multiple of 1E-20. */
const scaled = (text: string) => {
  const [digits = '', exponent = '0'] = text.split('E');
  return BigInt(digits) * 10n ** BigInt(Number(exponent) + 20);
};

test('sums and order are exact', () => {
  fc.assert(
    fc.property(number, number, (left, right) => {
      const [one, other] = [canonicalNumber(left), canonicalNumber(right)];
      expect(Math.sign(compareNumbers(one, other))).toBe(Math.sign(Number(scaled(left) - scaled(right))));
      const sum = scaled(left) + scaled(right);
      expect(addNumbers(one, other)).toBe(canonicalNumber(`${sum}E-20`));
    }),
    thorough(500),
  );
});

test('a sum that does not fit is refused, not rounded', () => {
  expect(() => addNumbers('9'.repeat(38), '0.1')).toThrow('more than 38 significant digits');
  expect(() => addNumbers(canonicalNumber('9e125'), canonicalNumber('9e125'))).toThrow('overflow');
  expect(addNumbers('9'.repeat(38), '1')).toBe(canonicalNumber('1e38'));
  expect(addNumbers('0.1', '0.2')).toBe('0.3');
});
