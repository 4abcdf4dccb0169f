import { describe, expect, test } from 'vitest';
import { InvalidEventPatternError } from '#pattern/invalid-event-pattern-error.ts';
import { parsePattern } from '#pattern/parse-pattern.ts';

/** Why a pattern is refused, and where: `line:column` of each place that is named. */
function refusal(pattern: string): [reason: string, ...places: string[]] {
  try {
    parsePattern(pattern);
  } catch (error) {
    if (!(error instanceof InvalidEventPatternError)) throw error;
    const places = [...error.where.matchAll(/line: (\d+), column: (\d+)\]/g)];
    return [error.reason, ...places.map(([, line, column]) => `${line}:${column}`)];
  }
  return ['nothing'];
}
const VALUE = "expected a valid value (JSON String, Number, Array, Object or token 'null', 'true' or 'false')";
const TOKEN = "was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')";

/** As Event Ruler 2.1.0 answers: `npm run test:oracles` compares thousands of them. */
describe('what is no JSON is refused in the words of Event Ruler, at its place', () => {
  test.each<[pattern: string, reason: string, ...places: string[]]>([
    ['', 'Filter is not an object', '1:1'],
    [' 2 ', 'Filter is not an object', '1:4'],
    [']', "Unexpected close marker ']': no open Array to close", '1:1'],
    [
      '{"a":[1}',
      `Unexpected close marker '}': expected ']' (for Array starting at [Source: (String)"{"a":[1}"; line: 1, column: 6])`,
      '1:8',
    ],
    ['{"a":[1,}', "Unexpected character ('}' (code 125)): expected a value", '1:9'],
    ['{"a":[1,]}', `Unexpected character (']' (code 93)): ${VALUE}`, '1:9'],
    ['{"a":]', `Unexpected character (']' (code 93)): ${VALUE}`, '1:6'],
    ['{a:[1]}', "Unexpected character ('a' (code 97)): was expecting double-quote to start field name", '1:2'],
    ['{"a"[1]}', "Unexpected character ('[' (code 91)): was expecting a colon to separate field name and value", '1:5'],
    ['{"a":[1 2]}', "Unexpected character ('2' (code 50)): was expecting comma to separate Array entries", '1:9'],
    [
      '{"a":[{"anything-but":[1 2]}]}',
      "Unexpected character ('2' (code 50)): was expecting comma to separate Array entries",
      '1:26',
      '1:27',
    ],
    ['{"a":[\n nulx]}', `Unrecognized token 'nulx': ${TOKEN}`, '2:6'],
    ['{"a":[NaN]}', "Non-standard token 'NaN': enable `JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS` to allow", '1:10'],
    ['{"a":[01]}', 'Invalid numeric value: Leading zeroes not allowed', '1:8'],
    [
      '{"a":[1.]}',
      "Unexpected character (']' (code 93)) in numeric value: Decimal point not followed by a digit",
      '1:8',
    ],
    [
      '{"a":[0.]}',
      "Unexpected character (']' (code 93)) in numeric value: Decimal point not followed by a digit",
      '1:9',
    ],
    ['{"a":[1e', 'Unexpected end-of-inputexpected a digit for number exponent', '1:9'],
    [
      '{"a":[-x]}',
      "Unexpected character ('x' (code 120)) in numeric value: expected digit (0-9) to follow minus sign, for valid numeric value",
      '1:8',
    ],
    [
      '{"a":["x\ny"]}',
      'Illegal unquoted character ((CTRL-CHAR, code 10)): has to be escaped using backslash to be included in string value',
      '1:9',
    ],
    ['{"a":["\\x"]}', "Unrecognized character escape 'x' (code 120)", '1:9'],
    [
      '{"a":["\\u12g4"]}',
      "Unexpected character ('g' (code 103)): expected a hex-digit for character escape sequence",
      '1:12',
    ],
    ['{"a', 'Unexpected end-of-input in field name', '1:4'],
    ['{"a":["x', 'Unexpected end-of-input: was expecting closing quote for a string value', '1:9'],
    ['{"a":', 'Unexpected end-of-input within/between Object entries', '1:6'],
    ['{"a":[1,', 'Unexpected end-of-input within/between Array entries', '1:9'],
    ['{"a":[\u212a]}', `Unrecognized token '\u212a': ${TOKEN}`, '1:8'],
    [
      '{"a":[1\u00a1]}',
      "Unexpected character ('\u00a1' (code 161)): was expecting comma to separate Array entries",
      '1:8',
    ],
    [
      '{"a":[1]\v}',
      'Illegal character ((CTRL-CHAR, code 11)): only regular white space (\\r, \\n, \\t) is allowed between tokens',
      '1:10',
    ],
  ])('%j', (pattern, ...expected) => {
    const [reason, ...places] = refusal(pattern);
    // What is named within a reason has a place of its own.
    expect([reason, ...places]).toEqual(expected);
  });

  test('with control characters escaped in the text that is repeated, and no more than 500 characters of it', () => {
    const pattern = `{"a":\t["${'x'.repeat(600)}`;
    expect(() => parsePattern(pattern)).toThrow(
      `[Source: (String)"{"a":\\u0009["${'x'.repeat(492)}"[truncated 108 chars]; line: 1, column: 609]`,
    );
  });
});

describe('a block of addresses', () => {
  const matches = (cidr: string, address: string) => {
    const condition = parsePattern({ a: [{ cidr }] })[0]?.get('a')?.[0];
    return condition?.test(address);
  };
  test.each([
    ['10.0.0.01/24', '10.0.0.7', true],
    ['10.0.0.0/24', '010.00.0.007', true],
    ['10.0.0.0/24', '10.0.1.0', false],
    ['10.0.0.0/24', '::ffff:a00:1', true],
    ['2001:0db8::/32', '2001:00000db8::1', true],
    // Digit by digit, whatever version the address is of.
    ['10.0.0.0/8', 'a00::', true],
    ['10.0.0.0/8', 'b00::', false],
    ['::/0', '10.0.0.1', true],
  ])('%s and %s: %s, as Event Ruler says', (cidr, address, expected) => {
    expect(matches(cidr, address)).toBe(expected);
  });
});
