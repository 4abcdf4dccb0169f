import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPlain } from '#check/pattern/plain-pattern.ts';
import { readPattern } from '#check/pattern/read-pattern.ts';
import { compilePattern } from '#pattern/compile-pattern.ts';

const texts = ['version', 'id', 'detail-type', 'source', 'account', 'time', 'region'];

describe('a pattern that names texts alone', () => {
  it('is one that EventBridge takes, and that the event of its first texts matches', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('"', '\\', '\u0000', '\ud800', '$or', ''));
    const drawn = fc.dictionary(fc.constantFrom(...texts), fc.array(text, { minLength: 1, maxLength: 3 }), {
      minKeys: 1,
    });
    fc.assert(
      fc.property(drawn, (pattern) => {
        expect(isPlain(pattern)).toBe(true);
        expect(readPattern(pattern).refused).toBeUndefined();
        const event = Object.fromEntries(Object.entries(pattern).map(([field, [first]]) => [field, first]));
        expect(compilePattern(pattern)({ source: 'x', 'detail-type': 'y', detail: {}, ...event })).toBe(true);
      }),
    );
  });

  it.each([
    {},
    { source: [] },
    { source: 'a' },
    { source: [1] },
    { source: [{ prefix: 'a' }] },
    { source: { a: ['b'] } },
    { detail: ['a'] },
    { resources: ['a'] },
    { $or: [{ source: ['a'] }, { source: ['b'] }] },
    { source: ['a'], detail: { a: ['b'] } },
  ])('is none that asks for anything else: %j', (pattern) => {
    expect(isPlain(pattern)).toBe(false);
  });
});
