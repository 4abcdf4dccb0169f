import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { keyOfItem } from '#local/dynamodb/items/keys.ts';
import { compareValues } from '#local/dynamodb/values/compare-values.ts';
import { canonicalNumber } from '#local/dynamodb/values/number.ts';
import { thorough } from '#testing/property.ts';

const number = fc
  .tuple(fc.bigInt(-(10n ** 9n), 10n ** 9n), fc.integer({ min: -130, max: 116 }))
  .filter(([digits, exponent]) => digits === 0n || String(digits).replace('-', '').length - 1 + exponent >= -130)
  .map(([digits, exponent]) => ({ N: canonicalNumber(`${digits}E${exponent}`) }));
const few = fc.constantFrom('0', '5', '-5', '51', '-51', '5.1', '-5.1', '0.05').map((N) => ({ N }));
const text = fc.string({ unit: 'binary', minLength: 1 }).map((S) => ({ S }));
const bytes = fc.uint8Array({ minLength: 1, maxLength: 8 }).map((all) => ({ B: Buffer.from(all).toString('base64') }));

test.each([
  ['N', fc.oneof(number, few)],
  ['S', text],
  ['B', bytes],
] as const)('the keys of one partition are in the order of their range keys of type %s', (type, value) => {
  const schema = { hash: { name: 'pk', type: 'S' }, range: { name: 'sk', type } } as const;
  const key = (sk: object) => keyOfItem({ pk: { S: 'p' }, sk: sk as never }, schema);
  fc.assert(
    fc.property(value, value, (one, other) => {
      const order = Math.sign(compareValues(one, other) ?? Number.NaN);
      const [left, right] = [key(one), key(other)];
      expect(left < right ? -1 : left > right ? 1 : 0).toBe(order);
    }),
    thorough(1000),
  );
});
