import { createRequire } from 'node:module';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { rememberParses } from '#local/dynamodb/remember-parses.ts';

const require = createRequire(import.meta.url);
const value = fc.oneof(
  fc.record({ S: fc.string() }),
  fc.record({ N: fc.integer().map(String) }),
  fc.record({ SS: fc.uniqueArray(fc.string(), { minLength: 1 }) }),
  fc.record({ M: fc.constant({ a: { S: 'x' } }) }),
);
const name = fc.constantFrom('left', 'right', 'status');

const CONDITIONS = [
  'attribute_not_exists(pk)',
  '#a = :a AND #b.#a[1] >= :b',
  'size(#a) < :a OR NOT begins_with(#b, :b)',
  '#a BETWEEN :a AND :b',
  'attribute_type(#a, :a)',
  '#a IN (:a, :b)',
  'not a condition',
];
const UPDATES = [
  'SET #a = :a, #b = if_not_exists(#b, :b)',
  'SET #a = #a + :a REMOVE #b',
  'ADD #a :a DELETE #b :b',
  'SET #a = list_append(#a, :a)',
];

test.each([
  ['conditionParser', CONDITIONS],
  ['updateParser', UPDATES],
])('%s says the same with a memory as without', (parser, texts) => {
  const { parse } = require(`dynalite/db/${parser}`);
  const remembering = { parse };
  rememberParses(remembering);
  const names = fc.record({ '#a': name, '#b': name, '#ab': name }, { requiredKeys: [] });
  const values = fc.record({ ':a': value, ':b': value, ':ab': value }, { requiredKeys: [] });
  fc.assert(
    fc.property(fc.constantFrom(...texts), names, values, (text, attrNames, attrVals) => {
      const withoutMemory = outcome(parse, text, attrNames, attrVals);
      // Twice: the first time may be remembered, the second time is then answered from memory.
      expect(outcome(remembering.parse, text, attrNames, attrVals)).toEqual(withoutMemory);
      expect(outcome(remembering.parse, text, attrNames, attrVals)).toEqual(withoutMemory);
    }),
    { numRuns: 500 },
  );
});

type Parse = (text: string, options: { context: object }) => unknown;

function outcome(parse: Parse, text: string, attrNames: object, attrVals: object) {
  const context = {
    attrNames,
    attrVals,
    unusedAttrNames: Object.fromEntries(Object.keys(attrNames).map((key) => [key, true])),
    unusedAttrVals: Object.fromEntries(Object.keys(attrVals).map((key) => [key, true])),
    isReserved: (word: string) => word === 'status',
    compare: () => false,
  };
  try {
    const tree = JSON.stringify(parse(text, { context }));
    return { tree, unused: [context.unusedAttrNames, context.unusedAttrVals] };
  } catch (error) {
    return { error: (error as Error).message };
  }
}
