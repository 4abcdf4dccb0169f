import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readJson, writeJson } from '#pattern/json/exact-json.ts';
import { parsePattern } from '#pattern/parse-pattern.ts';
import { RuleSet } from '#pattern/rule-set.ts';
import { thorough } from '#testing/property.ts';
import { anEvent, aPattern } from './arbitrary.ts';

const ruleSet = (given: readonly unknown[]) =>
  new RuleSet(given.map((pattern, rule) => ({ rule, ways: parsePattern(pattern) })));

const patterns = fc.array(aPattern, { minLength: 1, maxLength: 20 });
/** JSON texts of the same values, written in several ways. */
const texts = fc
  .tuple(anEvent, fc.constantFrom(undefined, 1, '\t'), fc.boolean(), fc.boolean())
  .map(([event, space, escapes, decimals]) => {
    const text = JSON.stringify(event, null, space);
    const escaped = escapes ? text.replaceAll('b', '\\u0062').replaceAll('/', '\\/') : text;
    return decimals ? escaped.replaceAll(/(?<=[:[,\s])(\d+)(?=[\],}\s])/g, '$1.0') : escaped;
  });

it('A text matches the rules that what it holds matches', () => {
  fc.assert(
    fc.property(patterns, texts, (given, text) => {
      const set = ruleSet(given);
      expect(set.matchingText(text)).toEqual(set.matching(readJson(text)));
    }),
    thorough(300),
  );
});

it('So does an event whose value at one key is still a text', () => {
  let unread = 0;
  fc.assert(
    fc.property(patterns, texts, (given, text) => {
      const set = ruleSet(given);
      const event = readJson(text) as Record<string, unknown>;
      const { detail, ...head } = event;
      const written = detail === undefined ? undefined : writeJson(detail);
      if (written === undefined) return;
      const matching = set.matchingCompact({ ...head, detail: 'unread' }, 'detail', written);
      if (matching) unread++;
      expect(matching ?? set.matching(event)).toEqual(set.matching(event));
    }),
    thorough(300),
  );
  expect(unread).toBeGreaterThan(100);
});

it.each([
  ['no object', '[1]'],
  ['spaces', '{ "a":1}'],
  ['something behind it', '{"a":1}}'],
  ['no JSON', '{"a":01}'],
  ['a number of another form', '{"a":1.0}'],
  ['a needless escape', '{"\\u0061":1}'],
])('A text is not passed on as it is with %s', (_, text) => {
  expect(ruleSet([]).matchingCompact({}, 'detail', text)).toBeUndefined();
  expect(ruleSet([]).matchingCompact({}, 'detail', '{"a":1,"b":[true,{"c":"d"}]}')).toEqual([]);
});

it.each([
  ['a key twice, with a match in the first', '{"detail":{"a":1,"a":2}}'],
  ['a key twice, with a match in the second', '{"detail":{"a":2,"a":1}}'],
  ['a key with an escape', '{"detail":{"\\u0061":1}}'],
  ['a key with a dot', '{"detail.a":1}'],
  ['a key with a dot within', '{"detail":{"o.b":{"c":"ä"}}}'],
  ['a number of another form', '{"detail":{"a":10e-1}}'],
  ['a number that no double holds', '{"detail":{"a":1234567890123456789}}'],
  ['letters beyond ASCII', '{"détail":"日本","detail":{"a":1,"o":{"b":{"c":"ä"}}}}'],
  ['an array in an array', '{"detail":{"a":[[3],[2,[1]]]}}'],
  ['values in two elements', '{"detail":{"items":[{"a":1,"b":2},{"a":3,"b":4}]}}'],
  ['much depth', `{"detail":{"deep":${'['.repeat(5000)}${']'.repeat(5000)},"a":1}}`],
  ['no object', '[1]'],
  ['nothing in it', '{}'],
])('So it is with %s', (_, text) => {
  const set = ruleSet([
    { detail: { a: [1] } },
    { detail: { a: [{ exists: true }] } },
    { detail: { a: [{ numeric: ['>', 1] }] } },
    '{"detail":{"a":[1234567890123456789]}}',
    { detail: { o: { b: { c: ['ä'] } } } },
    { detail: { items: { a: [1], b: [4] } } },
    { detail: { items: { a: [3], b: [4] } } },
    { source: [{ exists: false }] },
  ]);
  let read: unknown;
  try {
    read = readJson(text);
  } catch {
    // What is too deep for the exact reader too.
    return expect(() => set.matchingText(text)).toThrow(RangeError);
  }
  expect(set.matchingText(text)).toEqual(set.matching(read));
});

it('What JSON.parse refuses is refused, wherever in the text it is', () => {
  const set = ruleSet([{ detail: { a: [1] } }]);
  const broken = fc
    .tuple(
      texts,
      fc.nat(),
      fc.constantFrom('', '"', '\\', ',', '{', ']', '0', '-', '.', 'e', 'x', '\n', '\u0001', 'nul', '\\u00'),
    )
    .map(
      ([text, at, junk]) =>
        `${text.slice(0, at % (text.length + 1))}${junk}${text.slice((at % (text.length + 1)) + 1)}`,
    );
  fc.assert(
    fc.property(broken, (text) => {
      const refused = refuses(() => JSON.parse(text));
      expect(refuses(() => set.matchingText(text))).toBe(refused);
    }),
    thorough(2000),
  );
  for (const text of [
    '',
    ' ',
    '{',
    '{"a":01}',
    '{"a":1.}',
    '{"a":-}',
    '{"a":+1}',
    '{"a":1e}',
    '{"a":tru}',
    '{"a":"\u0000"}',
    '{"a":1}}',
    '{"a":1,}',
    '{,}',
    '{"a" 1}',
    '{"a":"\\x"}',
    '{"a":"\\u12g4"}',
  ])
    expect(
      refuses(() => set.matchingText(text)),
      text,
    ).toBe(true);
});

function refuses(action: () => unknown): boolean {
  try {
    action();
    return false;
  } catch (error) {
    expect(error).toBeInstanceOf(SyntaxError);
    return true;
  }
}
