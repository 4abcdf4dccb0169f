import Ajv2020 from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asDraft2020 } from '#check/contract/as-draft-2020.ts';
import { contractData } from '#check/contract/contract-data.ts';
import { misfits } from '#check/contract/misfits.ts';
import type { Schema, SchemaObject } from '#check/contract/schema.ts';

const text = { type: 'string' };
const integer = { type: 'integer' };
const map = (additionalProperties: Schema, more: SchemaObject = {}) => ({
  type: 'object',
  additionalProperties,
  ...more,
});
const fields = (properties: Record<string, Schema>, more: SchemaObject = {}) => ({
  type: 'object',
  properties,
  ...more,
});
const told = (said: Schema, accepted: Schema) => misfits(said, accepted).map(({ path, why }) => `${path} ${why}`);

describe('What does not fit in a map is told with its place:', () => {
  it.each<[string, Schema, Schema, string]>([
    ['its values', map(text), map(integer), '* may be string, but must be integer'],
    [
      'values of a map in a field',
      fields({ l: map(text) }),
      fields({ l: map(integer) }),
      'l.* may be string, but must be integer',
    ],
    [
      'in an array',
      { type: 'array', items: map(text) },
      { type: 'array', items: map(integer) },
      '[].* may be string, but must be integer',
    ],
    ['of a map of maps', map(map(text)), map(map(integer)), '*.* may be string, but must be integer'],
    [
      'values beside named fields',
      fields({ id: text }, { additionalProperties: text }),
      fields({ id: text }, { additionalProperties: integer }),
      '* may be string, but must be integer',
    ],
    [
      'a named field, where others are wanted',
      fields({ id: text }),
      map(integer),
      'id may be string, but must be integer',
    ],
    [
      'any field of a map, where one is wanted',
      map(text),
      fields({ n: integer }),
      'n may be string, but must be integer',
    ],
    [
      'others, where none are taken',
      map(text),
      fields({}, { additionalProperties: false }),
      '* may be there, but is refused',
    ],
    ['a map of anything', map({}), map(integer), '* may be anything, but must be integer'],
    [
      'a map that may be nothing',
      { anyOf: [map(text), { type: 'null' }] },
      { anyOf: [map(integer), { type: 'null' }] },
      '* may be string, but must be integer',
    ],
    [
      'a map or nothing, by types',
      { ...map(text), type: ['object', 'null'] },
      { ...map(integer), type: ['object', 'null'] },
      '* may be string, but must be integer',
    ],
    [
      'fields by a pattern',
      { type: 'object', patternProperties: { '^a': text } },
      { type: 'object', patternProperties: { '^a': integer } },
      '/^a/ may be string, but must be integer',
    ],
    [
      'a field that a pattern means',
      fields({ ab: text }),
      { type: 'object', patternProperties: { '^a': integer } },
      'ab may be string, but must be integer',
    ],
    [
      'a pattern, where the rest is refused',
      { type: 'object', patternProperties: { '^a': text } },
      { type: 'object', patternProperties: { '^b': text }, additionalProperties: false },
      '/^a/ may be there, but is refused',
    ],
    [
      'names',
      map(text),
      { type: 'object', propertyNames: { pattern: '^a' } },
      '* may be there, but names must be {"pattern":"^a"}',
    ],
    [
      'one name of several',
      map(text, { propertyNames: { enum: ['a', 'b'] } }),
      map(text, { propertyNames: { enum: ['a'] } }),
      'b may be there, but names must be "a"',
    ],
    ['how many there are', map(text), map(text, { maxProperties: 2 }), ' may have any number of fields, but at most 2'],
    [
      'what another field requires',
      fields({ a: text, b: text }),
      fields({ a: text, b: text }, { dependentRequired: { a: ['b'] } }),
      'b may be absent, but is required where a is there',
    ],
    [
      'what has to be so where another field is there',
      fields({ a: text, b: text }),
      fields({}, { dependentSchemas: { a: { properties: { b: integer } } } }),
      'b may be string, but must be integer where a is there',
    ],
    [
      'what is beyond proof',
      fields({ a: text }),
      { unevaluatedProperties: false },
      ' may be {"type":"object","properties":{"a":{"type":"string"}}}, and that it is {"unevaluatedProperties":false} is not proven',
    ],
  ])('%s', (_, said, accepted, sentence) => {
    expect(told(said, accepted)).toEqual([sentence]);
  });
});

describe('What fits in a map is taken:', () => {
  it.each<[string, Schema, Schema]>([
    ['narrower values', map({ type: 'integer', minimum: 1 }), map({ type: 'number' })],
    ['a map where any object is taken', map(text), { type: 'object' }],
    [
      'a map with some names, each required',
      map(text, { propertyNames: { enum: ['a', 'b'] }, required: ['a', 'b'] }),
      fields({ a: text, b: text }, { required: ['a', 'b'] }),
    ],
    [
      'a field that is required anyway',
      fields({ a: text, b: text }, { required: ['b'] }),
      fields({}, { dependentRequired: { a: ['b'] } }),
    ],
    [
      'what depends on a field that is never there',
      fields({ b: text }),
      fields({}, { dependentRequired: { a: ['b'] }, dependentSchemas: { c: false } }),
    ],
    [
      'what depends on it in both',
      fields({ a: text }, { dependentRequired: { a: ['b'] } }),
      fields({}, { dependentRequired: { a: ['b'] } }),
    ],
    ['a map or nothing', map(integer), { anyOf: [map(integer), { type: 'null' }] }],
    [
      'a field of a format, where text is taken',
      fields({ at: { ...text, format: 'date-time' } }),
      fields({ at: text }),
    ],
    [
      'a field of a format, or nothing',
      fields({ at: { ...text, format: 'uri' } }),
      fields({ at: { anyOf: [{ ...text, format: 'uri' }, { type: 'null' }] } }),
    ],
    ['an object that forbids no other fields', fields({ a: text }, { additionalProperties: {} }), map(text)],
  ])('%s', (_, said, accepted) => {
    expect(told(said, accepted)).toEqual([]);
  });
});

it('Dependencies of draft 4 are read in each of their forms', () => {
  const schema = { dependencies: { a: ['b'], c: { required: ['d'] } } };
  expect(asDraft2020(schema)).toEqual({
    dependentRequired: { a: ['b'] },
    dependentSchemas: { c: { required: ['d'] } },
  });
});

it.each<[string, SchemaObject]>([
  ['a map', { type: 'object', additionalProperties: text }],
  ['schemas that all hold', { allOf: [{ required: ['data'] }, { properties: { data: text } }] }],
  ['a reference', { $ref: '#/definitions/Detail', definitions: { Detail: { properties: { data: text } } } }],
])('The data of a contract is found in a detail that is %s', (_, { definitions, ...detail }) => {
  expect(contractData({ properties: { detail }, ...(definitions !== undefined && { definitions }) })).toMatchObject(
    text,
  );
});

describe('Nothing is called fitting that does not fit', () => {
  const NAMES = ['a', 'ab', 'b', 'c'];
  const VALUES = ['x', 0, 5];
  const leaf = fc.constantFrom<Schema>(text, integer, { type: 'integer', minimum: 1 }, { enum: ['x', 5] }, true, false);
  const names = fc.subarray(NAMES, { maxLength: 2 });
  const object = (more: Record<string, fc.Arbitrary<unknown>> = {}): fc.Arbitrary<SchemaObject> =>
    fc
      .record(
        {
          properties: fc.dictionary(fc.constantFrom(...NAMES), leaf, { maxKeys: 3 }),
          required: names,
          additionalProperties: leaf,
          patternProperties: fc.dictionary(fc.constantFrom('^a', 'b$', ''), leaf, { maxKeys: 2 }),
          propertyNames: fc.constantFrom<Schema>({ pattern: '^a' }, { enum: ['a', 'c'] }, { maxLength: 1 }),
          minProperties: fc.nat(2),
          maxProperties: fc.nat(3),
          dependentRequired: fc.dictionary(fc.constantFrom(...NAMES), names, { maxKeys: 2 }),
          ...more,
        },
        { requiredKeys: [] },
      )
      .map((keywords) => ({ type: 'object', ...keywords }));
  const nested = () => object({ dependentSchemas: fc.dictionary(fc.constantFrom(...NAMES), object(), { maxKeys: 1 }) });
  const schema = fc.oneof(
    { weight: 6, arbitrary: nested() },
    {
      weight: 1,
      arbitrary: fc.array(nested(), { minLength: 1, maxLength: 2 }).map((allOf): SchemaObject => ({ allOf })),
    },
    {
      weight: 1,
      arbitrary: fc.array(nested(), { minLength: 1, maxLength: 2 }).map((anyOf): SchemaObject => ({ anyOf })),
    },
  );
  /** Every object of these names and values. */
  const INSTANCES = NAMES.reduce<Record<string, unknown>[]>(
    (all, name) => all.flatMap((each) => [each, ...VALUES.map((value) => ({ ...each, [name]: value }))]),
    [{}],
  );

  const ajv = new Ajv2020.default({ strict: false });

  it('of every object of four names and three values', () => {
    let fitting = 0;
    fc.assert(
      fc.property(schema, schema, (said, accepted) => {
        if (misfits(said, accepted).length > 0) return;
        fitting++;
        const [isSaid, isTaken] = [ajv.compile(said), ajv.compile(accepted)];
        const against = INSTANCES.find((each) => isSaid(each) && areNamed(each, said) && !isTaken(each));
        expect(against).toBeUndefined();
      }),
      { numRuns: 2000 },
    );
    expect(fitting).toBeGreaterThan(20);
  });

  /** Fields that a schema does not name are taken as never said, but for those of maps. */
  function areNamed(instance: object, { allOf, anyOf, ...said }: SchemaObject): boolean {
    if (Array.isArray(allOf)) return allOf.every((each) => areNamed(instance, each));
    // One alternative both takes the object and names its fields.
    if (Array.isArray(anyOf)) return anyOf.some((each) => ajv.validate(each, instance) && areNamed(instance, each));
    const { properties, patternProperties, additionalProperties: others } = said as Record<string, object | undefined>;
    if (others !== undefined && typeof others === 'object') return true;
    if ((others as unknown) === true && properties === undefined && patternProperties === undefined) return true;
    const patterns = Object.keys(patternProperties ?? {}).map((pattern) => new RegExp(pattern, 'u'));
    return Object.keys(instance).every(
      (name) => name in (properties ?? {}) || patterns.some((pattern) => pattern.test(name)),
    );
  }
});
