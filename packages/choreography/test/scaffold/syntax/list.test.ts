import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyEdits } from '#scaffold/syntax/edit.ts';
import { addToList, elementsOf, isList, removeFromList } from '#scaffold/syntax/list.ts';
import { type Module, type Node, nodesIn, parseModule } from '#scaffold/syntax/module.ts';
import { thorough } from '#testing/property.ts';

const listIn = ({ program }: Module) => {
  const found = [...nodesIn(program)].filter((node: Node) => isList(node));
  const [list] = found;
  if (!isList(list)) throw new Error('no list');
  return list;
};

const added = (text: string, what = 'x: 1') => {
  const module = parseModule('a.ts', text);
  return applyEdits(text, [addToList(module, listIn(module), what)]);
};

const removed = (text: string, index: number) => {
  const module = parseModule('a.ts', text);
  const list = listIn(module);
  return applyEdits(text, [removeFromList(module, list, elementsOf(list)[index] as Node)]);
};

test.each([
  ['an empty one', 'const a = {};', 'const a = {\n  x: 1,\n};'],
  ['one on a line', 'const a = { b: 2 };', 'const a = { b: 2, x: 1 };'],
  ['one on lines', 'const a = {\n  b: 2,\n};', 'const a = {\n  b: 2,\n  x: 1,\n};'],
  ['one without a last comma', 'const a = {\n  b: 2\n};', 'const a = {\n  b: 2,\n  x: 1,\n};'],
  ['one with a comment behind', 'const a = {\n  b: 2, // two\n};', 'const a = {\n  b: 2, // two\n  x: 1,\n};'],
  [
    'one with a comma behind a comment',
    'const a = {\n  b: 2 /* , */,\n};',
    'const a = {\n  b: 2 /* , */,\n  x: 1,\n};',
  ],
  [
    'one with a comment at the end',
    'const a = {\n  b: 2,\n  // more\n};',
    'const a = {\n  b: 2,\n  x: 1,\n  // more\n};',
  ],
  ['one with tabs', 'if (a) {\n\tf({\n\t\tb: 2,\n\t});\n}', 'if (a) {\n\tf({\n\t\tb: 2,\n\t\tx: 1,\n\t});\n}'],
  ['one with CRLF', 'const a = {\r\n  b: 2,\r\n};\r\n', 'const a = {\r\n  b: 2,\r\n  x: 1,\r\n};\r\n'],
  [
    'one behind letters of several units',
    "const s = '€😀é'; const a = { b: 2 };",
    "const s = '€😀é'; const a = { b: 2, x: 1 };",
  ],
  ['one behind a byte order mark', '\uFEFFconst a = { b: 2 };', '\uFEFFconst a = { b: 2, x: 1 };'],
])('a property is added to %s', (_, before, after) => {
  expect(added(before)).toBe(after);
});

test.each([
  ['the only one', 'const a = [b];', 0, 'const a = [];'],
  ['the first on a line', 'const a = [b, c];', 0, 'const a = [c];'],
  ['the last on a line', 'const a = [b, c];', 1, 'const a = [b];'],
  ['one with its line', 'const a = [\n  b,\n  c,\n];', 0, 'const a = [\n  c,\n];'],
  ['one of several lines', 'const a = {\n  b: {\n    c,\n  },\n  d,\n};', 0, 'const a = {\n  d,\n};'],
])('%s is removed', (_, before, index, after) => {
  expect(removed(before, index)).toBe(after);
});

const gap = fc.constantFrom('', ' ', '\n', '\n  ', ' /* , */ ', ' // c, {\n');
const anyList = fc
  .record({
    elements: fc.array(fc.tuple(gap, fc.constantFrom('a', 'b: 1', "'c-d': [1, 2]", '...e', 'f() {}'), gap), {
      minLength: 1,
      maxLength: 4,
    }),
    end: gap,
    last: fc.constantFrom('', ','),
    ending: fc.constantFrom('\n', '\r\n'),
  })
  .map(({ elements, end, last, ending }) =>
    `const o = {${elements.map(([before, element, after]) => before + element + after).join(',')}${last}${end}};\n// €😀\n`.replaceAll(
      '\n',
      ending,
    ),
  );

test('whatever a list looks like, what is added is its last element, and nothing else changes', () => {
  fc.assert(
    fc.property(anyList, (text) => {
      const before = parseModule('a.ts', text);
      const after = parseModule('a.ts', added(text));
      const texts = (module: Module) =>
        elementsOf(listIn(module)).map(({ start: from, end }) => module.text.slice(from, end));
      expect(texts(after)).toEqual([...texts(before), 'x: 1']);
      // Only insertions: the old text is what is left without the new one.
      const { start } = elementsOf(listIn(after)).at(-1) as Node;
      expect(after.text.slice(0, start).replace(/,?\s*$/, '')).toBe(
        text.slice(0, after.text.slice(0, start).replace(/,?\s*$/, '').length),
      );
      expect(after.text.length - text.length).toBeLessThan(20);
    }),
    thorough(500),
  );
});

test('whatever a list looks like, what is added and removed again leaves the elements as they were', () => {
  fc.assert(
    fc.property(anyList, (text) => {
      const module = parseModule('a.ts', removed(added(text), elementsOf(listIn(parseModule('a.ts', text))).length));
      const texts = (each: Module) => elementsOf(listIn(each)).map(({ start, end }) => each.text.slice(start, end));
      expect(texts(module)).toEqual(texts(parseModule('a.ts', text)));
    }),
    thorough(500),
  );
});
