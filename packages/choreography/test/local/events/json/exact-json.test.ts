import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RepeatedValue, readJson, writeJson } from '#local/events/json/exact-json.ts';
import { comparable } from '#local/events/json/exact-number.ts';

describe('JSON that is read exactly', () => {
  it.each([
    ['a number that a double holds nearly', '{"id":1234567890123456789}'],
    ['numbers that it does not hold', '[1e400,-1E400,1e-400]'],
    ['numbers as they are written', '[1.0,3e2,-0,0.10]'],
    ['a key that is written more often', '{"a":1,"a":{"b":2},"a":[3]}'],
    ['what stands within these', '{"a":[{"b":{"c":12345678901234567890}}]}'],
  ])('is written as it was: %s', (_, text) => {
    expect(writeJson(readJson(text))).toBe(text);
  });

  it('is what JSON.parse gives, where that loses nothing', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom(0, 2), (value, space) => {
        const text = JSON.stringify(value, null, space);
        expect(writeJson(readJson(text))).toBe(JSON.stringify(JSON.parse(text)));
      }),
    );
  });

  it('has every value of a key that is written twice', () => {
    expect(readJson('{"a": 1, "b": 2, "a": 3}')).toEqual({ a: new RepeatedValue([1, 3]), b: 2 });
  });

  it('is refused as by JSON.parse', () => {
    expect(() => readJson('{"a": 01}')).toThrow(SyntaxError);
  });
});

/** Answers of Event Ruler 2.1.0 (on Java 17) to `numeric` with the number. */
describe('a number is compared by its value', () => {
  it.each([
    ...['0', '-0', '1', '1.0', '3e2', '0.1', '1e-7', '1e308', '4.9e-324', '9007199254740992', '1234567890123456770'],
    ...['100000000000000000000'],
  ])('when it is %s', (text) => expect(comparable(text)).toBe(Number(text)));

  it.each([
    ...['1234567890123456789', '1234567890123456768', '1234567890123456800', '9007199254740993'],
    ...['0.10000000000000001', '1e400', '1e-400', '5e-324', '0e99999999999'],
  ])('but not when it is %s', (text) => expect(comparable(text)).toBeUndefined());
});
