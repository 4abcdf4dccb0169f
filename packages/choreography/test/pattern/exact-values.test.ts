import { describe, expect, it } from 'vitest';
import { readJson } from '#local/events/json/exact-json.ts';
import { compilePattern } from '#pattern/compile-pattern.ts';
import { parsePattern, whyInvalid } from '#pattern/parse-pattern.ts';
import { RuleSet } from '#pattern/rule-set.ts';

/** Answers of Event Ruler 2.1.0. */
const ANSWERS: readonly [conditions: string, value: string, matches: boolean][] = [
  ['[1234567890123456789]', '1234567890123456789', true],
  ['[1234567890123456789]', '1234567890123456788', false],
  ['[1e400]', '1e400', true],
  ['[1e400]', '1e401', false],
  ['[1e400]', '1E400', false],
  ['[300]', '3.0e2', true],
  ['[0]', '-0.0', true],
  ['[{"numeric":[">",0]}]', '1234567890123456789', false],
  ['[{"numeric":[">",0]}]', '1234567890123456770', true],
  ['[{"anything-but":1}]', '1234567890123456789', true],
  ['[{"exists":true}]', '1e400', true],
  ['[{"prefix":"1"}]', '1e400', false],
  ['[{"equals-ignore-case":"ß"}]', '"SS"', true],
  ['[{"equals-ignore-case":"ß"}]', '"ss"', false],
  ['[{"equals-ignore-case":"SS"}]', '"ß"', false],
  ['[{"equals-ignore-case":"ασ"}]', '"ΑΣ"', true],
  ['[{"equals-ignore-case":"ασ"}]', '"ας"', false],
  ['[{"equals-ignore-case":"ΑΣ"}]', '"ας"', false],
  ['[{"equals-ignore-case":"i"}]', '"İ"', false],
  ['[{"equals-ignore-case":"İ"}]', '"i̇"', true],
  ['[{"equals-ignore-case":"\u212a"}]', '"k"', true],
  ['[{"equals-ignore-case":"\u212a"}]', '"K"', false],
  ['[{"prefix":{"equals-ignore-case":"ß"}}]', '"SSx"', true],
  ['[{"suffix":{"equals-ignore-case":"ß"}}]', '"xSS"', true],
  ['[{"anything-but":{"equals-ignore-case":"ß"}}]', '"SS"', false],
];

describe('values that a double or a letter alone does not tell', () => {
  it.each(ANSWERS)('%s and %s: %s', (conditions, value, matches) => {
    const pattern = `{"detail":{"v":${conditions}}}`;
    const event = readJson(`{"detail":{"v":${value}}}`);
    expect(compilePattern(pattern)(event)).toBe(matches);
    expect(new RuleSet([{ rule: 'r', ways: parsePattern(pattern) }]).matching(event)).toEqual(matches ? ['r'] : []);
  });

  it('are all there when their key is written twice', () => {
    const event = readJson('{"detail":{"v":1,"v":{"w":2},"v":[3]}}');
    for (const pattern of ['{"v":[1]}', '{"v":{"w":[2]}}', '{"v":[3]}'])
      expect(compilePattern(`{"detail":${pattern}}`)(event), pattern).toBe(true);
  });

  it.each([
    ['{"numeric":["=",1234567890123456789]}', 'Cannot compare number : 1234567890123456789'],
    ['{"numeric":[">",0,"<",1e400]}', 'Cannot compare number : 1e400'],
    ['{"anything-but":1e400}', 'Cannot compare number : 1e400'],
    ['{"anything-but":[1,1e400]}', 'Cannot compare number : 1e400'],
    ['{"numeric":["<",0e99999999999]}', 'value exceeds limits'],
  ])('are refused by what compares them: %s', (condition, reason) => {
    expect(whyInvalid(`{"a":[${condition}]}`)).toEqual({ key: 'a', reason });
  });
});
