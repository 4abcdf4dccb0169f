import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asDraft2020 } from '#check/contract/as-draft-2020.ts';
import { isSubset } from '#check/contract/is-subset.ts';
import { misfits } from '#check/contract/misfits.ts';
import type { Schema, SchemaObject } from '#check/contract/schema.ts';

const object = (properties: Record<string, Schema>, required = Object.keys(properties), more: SchemaObject = {}) => ({
  ...{ type: 'object', properties, required },
  ...more,
});
const order = (fields: Record<string, Schema>, required = Object.keys(fields)) =>
  object({ order: object(fields, required) });
const text = { type: 'string' };
const integer = { type: 'integer' };
const list = (items: Schema, more: SchemaObject = {}) => ({ type: 'array', items, ...more });

test.each<[string, Schema, Schema]>([
  ['the same data', order({ id: text }), order({ id: text })],
  ['more fields than are wanted', order({ id: text, total: integer }), order({ id: text })],
  ['a field that is only wanted if it is there', order({ id: text }), order({ id: text, note: text }, ['id'])],
  ['anything, where the job takes anything', order({ id: text }), { type: 'object', properties: {} }],
  ['a narrower number', order({ n: { type: 'integer', minimum: 1 } }), order({ n: { type: 'number', minimum: 0 } })],
  ['a pattern, where any text is taken', order({ c: { type: 'string', pattern: '^[A-Z]{3}$' } }), order({ c: text })],
  ['one of some words, where any text is taken', order({ r: { enum: ['late'] } }), order({ r: text })],
  ['a shorter list', order({ items: list(text, { minItems: 2 }) }), order({ items: list(text, { minItems: 1 }) })],
  ['titles and marks, which constrain nothing', order({ id: { ...text, 'x-personal': true } }), order({ id: text })],
  [
    'a recursive schema',
    { $ref: '#/$defs/Part', $defs: { Part: object({ name: text, parts: list({ $ref: '#/$defs/Part' }) }) } },
    {
      $ref: '#/$defs/Piece',
      $defs: { Piece: object({ name: text, parts: list({ $ref: '#/$defs/Piece' }) }, ['name']) },
    },
  ],
])('%s fits', (_, said, accepted) => {
  expect(misfits(said, accepted)).toEqual([]);
});

test.each<[string, Schema, Schema, string]>([
  [
    'a field that is missing',
    order({ id: text }),
    order({ id: text, n: integer }),
    'order.n is not there, but is required',
  ],
  [
    'a field that may be absent',
    order({ id: text }, []),
    order({ id: text }),
    'order.id may be absent, but is required',
  ],
  ['another type', order({ id: text }), order({ id: integer }), 'order.id may be string, but must be integer'],
  [
    'a wider number, in a list',
    order({ items: list({ type: 'integer', minimum: 0 }) }),
    order({ items: list({ type: 'integer', minimum: 1 }) }),
    'order.items[] may be integer with minimum 0, but must be integer with minimum 1',
  ],
  [
    'one more word',
    order({ r: { enum: ['a', 'b'] } }),
    order({ r: { enum: ['a'] } }),
    'order.r may be "a" or "b", but must be "a"',
  ],
  [
    'a longer list',
    order({ l: list(text) }),
    order({ l: list(text, { maxItems: 9 }) }),
    'order.l may have any number of items, but at most 9',
  ],
  [
    'an empty list',
    order({ l: list(text) }),
    order({ l: list(text, { minItems: 1 }) }),
    'order.l may have 0 items, but must have at least 1',
  ],
  [
    'a field that is refused',
    object({ a: text, b: text }),
    object({ a: text }, ['a'], { additionalProperties: false }),
    'b may be there, but is refused',
  ],
  [
    'a format that is not promised',
    order({ at: text }),
    order({ at: { ...text, format: 'uri' } }),
    'order.at must be of the format uri, which is not promised',
  ],
  [
    'nothing in place of a value',
    order({ a: { anyOf: [text, { type: 'null' }] } }),
    order({ a: text }),
    'order.a may be {"anyOf":[{"type":"string"},{"type":"null"}]}, but must be string',
  ],
  [
    'a reference that leads nowhere',
    { $ref: '#/$defs/Gone' },
    object({ a: text }),
    ' has the reference #/$defs/Gone, which leads nowhere',
  ],
])('%s does not fit, and the place is named', (_, said, accepted, sentence) => {
  expect(misfits(said, accepted).map(({ path, why }) => `${path} ${why}`)).toEqual([sentence]);
});

test('what cannot be compared is no fit, and says so', () => {
  const [misfit] = misfits(
    order({ a: { type: 'string', pattern: '(' } }),
    order({ a: { type: 'string', pattern: 'x' } }),
  );
  expect(misfit?.why).toContain('they cannot be compared');
});

test('field by field, it comes to the verdict that jsoncompat comes to on the whole', () => {
  const leaf = fc.constantFrom<Schema>(text, integer, { type: 'integer', minimum: 1 }, { enum: ['a', 'b'] });
  const fields = fc.dictionary(fc.constantFrom('a', 'b', 'c'), leaf, { minKeys: 1 });
  const flat = fc.oneof(
    leaf,
    fc.tuple(fields, fc.subarray(['a', 'b'])).map(([named, required]) =>
      object(
        named,
        required.filter((r) => r in named),
      ),
    ),
    fc.tuple(leaf, fc.nat(2)).map(([items, minItems]) => list(items, { minItems })),
  );
  const nested = fc.record({ a: flat, b: flat }, { requiredKeys: ['a'] }).map((named) => object(named, ['a']));
  fc.assert(
    fc.property(nested, nested, (said, accepted) => {
      expect(misfits(said, accepted).length === 0).toBe(isSubset(said, accepted));
    }),
    { numRuns: 15 },
  );
});

test.each<[string, Schema, Schema]>([
  ['exclusive limits', { minimum: 0, exclusiveMinimum: true }, { minimum: 0, exclusiveMinimum: 0 }],
  ['limits that are not exclusive', { maximum: 9, exclusiveMaximum: false }, { maximum: 9 }],
  ['definitions', { definitions: { A: text }, $ref: '#/definitions/A' }, { $defs: { A: text }, $ref: '#/$defs/A' }],
  ['components', { $ref: '#/components/schemas/A' }, { $ref: '#/$defs/A' }],
  ['lists of items', { items: [text], additionalItems: false }, { prefixItems: [text], items: false }],
  ['nullable', { type: 'string', nullable: true }, { anyOf: [text, { type: 'null' }] }],
  [
    'fields that have the names of keywords',
    { properties: { items: text, id: text } },
    { properties: { items: text, id: text } },
  ],
])('%s of an older dialect are read as draft 2020-12', (_, older, newer) => {
  expect(asDraft2020({ $schema: 'http://json-schema.org/draft-04/schema#', ...asFields(older) })).toEqual(newer);
});

const asFields = (schema: Schema): SchemaObject => (typeof schema === 'object' ? schema : {});
