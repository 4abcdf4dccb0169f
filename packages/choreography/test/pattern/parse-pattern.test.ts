import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePattern } from '#pattern/compile-pattern.ts';
import { InvalidEventPatternError } from '#pattern/invalid-event-pattern-error.ts';
import { parsePattern, whyInvalid } from '#pattern/parse-pattern.ts';
import { aPattern } from './arbitrary.ts';

/** What EventBridge answered to these patterns, reason and place, as AWS's own Event Ruler words it. */
const refused: [pattern: string, reason: string, column: number | undefined, key: string][] = [
  ['{"int": 42}', '"int" must be an object or an array', 11, 'int'],
  ['{"string": "my-value"}', '"string" must be an object or an array', 13, 'string'],
  ['{"resources": []}', 'Empty arrays are not allowed', 17, 'resources'],
  ['{}', 'Empty objects are not allowed', 3, ''],
  ['{"detail": {}}', 'Empty objects are not allowed', 14, 'detail'],
  ['["a"]', 'Filter is not an object', 2, ''],
  [
    "{'bad': 'quotation'}",
    "Unexpected character (''' (code 39)): was expecting double-quote to start field name",
    2,
    '',
  ],
  [
    '{"not": closed mark"',
    "Unrecognized token 'closed': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')",
    15,
    '',
  ],
  ['{"my_key": [{"EXISTS": true}]}', 'Unrecognized match type EXISTS', 28, 'my_key'],
  ['{"detail": {"equal": [{"NUMERIC": ["=", 5]}]}}', 'Unrecognized match type NUMERIC', 36, 'detail.equal'],
  ['{"a": [{"exists": "true"}]}', 'exists match pattern must be either true or false.', 20, 'a'],
  ['{"a": [{"exists": true, "b": 1}]}', 'Only one key allowed in match expression', 31, 'a'],
  ['{"time": [{"prefix": 123}]}', 'prefix match pattern must be a string', 25, 'time'],
  ['{"time": [{"prefix": ["2022-07-13"]}]}', 'prefix match pattern must be a string', 23, 'time'],
  ['{"a": [{"prefix": {"wildcard": "x"}}]}', 'Unsupported prefix pattern: wildcard', 33, 'a'],
  ['{"FileName": [{"suffix": 123}]}', 'suffix match pattern must be a string', 29, 'FileName'],
  ['{"EventBusArn": [{"wildcard": 123}]}', 'wildcard match pattern must be a string', 34, 'EventBusArn'],
  ['{"a": [{"wildcard": "b**c"}]}', 'Consecutive wildcard characters at pos 2', 27, 'a'],
  ['{"a": [{"wildcard": "b\\\\c"}]}', 'Invalid escape character at pos 2', 27, 'a'],
  [
    '{"detail-type": [{"equals-ignore-case": ["x"]}]}',
    'equals-ignore-case match pattern must be a string',
    42,
    'detail-type',
  ],
  ['{"a": [{"anything-but": null}]}', 'Value of anything-but must be an array or single string/number value.', 29, 'a'],
  ['{"a": [{"anything-but": {"exists": true}}]}', 'Unsupported anything-but pattern: exists', 40, 'a'],
  [
    '{"detail": {"state": [{"anything-but": {"equals-ignore-case": 123}}]}}',
    'Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.',
    66,
    'detail.state',
  ],
  ['{"detail": {"c-count": [{"numeric": [">", 0, ">", 0]}]}}', 'Bad numeric range operator: >', 49, 'detail.c-count'],
  ['{"detail": {"c-count": [{"numeric": [">", 0, "<"]}]}}', 'Value of < must be numeric', 50, 'detail.c-count'],
  ['{"a": [{"numeric": [">", 5, "<", 1]}]}', 'Bottom must be less than top', 36, 'a'],
  ['{"a": [{"cidr": "10.0.0.0"}]}', "Malformed CIDR, one '/' required", undefined, 'a'],
  ['{"a": [{"cidr": "10.0.0.0/33"}]}', 'IPv4 mask bits must be < 32', undefined, 'a'],
  ['{"$or": [{"a": [1]}]}', 'There must have at least 2 Objects in $or relationship.', 21, '$or'],
];

describe('a pattern that EventBridge refuses', () => {
  it.each(refused)('%s: %s', (pattern, reason, column, key) => {
    const where = column === undefined ? '' : `\n at [Source: (String)"${pattern}"; line: 1, column: ${column}]`;
    expect(() => parsePattern(pattern)).toThrow(
      expect.objectContaining({
        name: 'InvalidEventPatternException',
        message: `Event pattern is not valid. Reason: ${reason}${where}`,
        key,
      }),
    );
    expect(whyInvalid(pattern)).toEqual({ key, reason });
  });

  it('is told its place twice when it is wrong within a list of anything-but, as by the service', () => {
    const pattern = '{"detail": {"FileName": [{"anything-but": {"suffix": [123, ".txt"]}}]}}';
    const where = `\n at [Source: (String)"${pattern}"; line: 1, column: 58]`;
    expect(() => parsePattern(pattern)).toThrow(
      `Event pattern is not valid. Reason: prefix/suffix match pattern must be a string${where}${where}`,
    );
  });

  it('is told the line, and of a long pattern its first 500 characters', () => {
    const pattern = `{\n"a": ["${'x'.repeat(600)}"],\n  "b": 1}`;
    expect(() => parsePattern(pattern)).toThrow(
      `"b" must be an object or an array\n at [Source: (String)"${pattern.slice(0, 500)}"[truncated 122 chars]; line: 3, column: 9]`,
    );
  });

  it('is refused too when its alternatives make more than 1000 combinations', () => {
    const two = (key: string) => ({ $or: [{ [`${key}1`]: [1] }, { [`${key}2`]: [1] }] });
    const deep = Object.fromEntries(Array.from({ length: 10 }, (_, n) => [`k${n}`, two('x')]));
    expect(() => parsePattern(deep)).toThrow(/more than 1000 combinations/);
  });
});

describe('reading a pattern', () => {
  it('finds fault with nothing but what is wrong', () => {
    fc.assert(
      fc.property(aPattern, (pattern) => {
        expect(whyInvalid(pattern)).toBeUndefined();
      }),
    );
  });

  it('throws nothing but an InvalidEventPatternError, whatever the text is', () => {
    const fragment = fc.constantFrom(
      ...'{}[],:"\\ x1',
      '"a"',
      'true',
      'null',
      '{"prefix":',
      '"$or":',
      '"numeric":[">"',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(fragment).map((all) => all.join('')),
          fc.json(),
        ),
        (text) => {
          try {
            parsePattern(text);
          } catch (error) {
            expect(error).toBeInstanceOf(InvalidEventPatternError);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('gives the same answer for the text and for the object', () => {
    fc.assert(
      fc.property(aPattern, (pattern) => {
        const event = { source: 'shop.a', 'detail-type': 'Placed', detail: { a: 1, b: 'abc' } };
        expect(compilePattern(JSON.stringify(pattern, null, 2))(event)).toBe(compilePattern(pattern)(event));
      }),
    );
  });
});
