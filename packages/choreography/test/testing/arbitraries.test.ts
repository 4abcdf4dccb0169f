import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { arbitraryOf } from '#testing/arbitraries.ts';

const SCHEMAS = {
  'texts with bounds': z.string().min(3).max(5),
  'an email address': z.email(),
  'a uuid': z.uuid(),
  'a time': z.iso.datetime(),
  'a pattern': z.string().regex(/^[A-Z]{3}$/),
  'whole numbers with bounds': z.int().min(1).max(10_000),
  'a number above one': z.number().gt(1),
  'one of several': z.enum(['open', 'closed']),
  'a literal': z.literal(['a', 1]),
  'a list that is not empty': z.array(z.boolean()).min(1).max(50),
  'an object with optional and nullable fields': z.object({ a: z.string().optional(), b: z.int().nullable() }),
  'a union': z.union([z.object({ kind: z.literal('a') }), z.object({ kind: z.literal('b'), n: z.int() })]),
  'a map': z.record(z.string(), z.int()),
  'a tuple': z.tuple([z.string(), z.int()]),
  'a field with a default': z.object({ a: z.int().default(3) }),
  'what a refinement asks for besides': z.int().refine((n) => n % 2 === 0),
};

describe('Every value that is made of a schema fits it:', () => {
  test.each(Object.entries(SCHEMAS))('%s', (_, schema) => {
    fc.assert(fc.property(arbitraryOf(schema as z.ZodType), (value) => schema.safeParse(value).success));
  });
});

test('a schema of which next to nothing fits asks for an arbitrary, and does not look for ever', () => {
  const never = z.object({ a: z.string().refine(() => false, 'must be what nobody knows') });
  expect(() => fc.sample(arbitraryOf(never), 1)).toThrow(
    /must be what nobody knows[\s\S]*: give an arbitrary for it\./,
  );
});

test('a kind of schema of which no values can be made is named', () => {
  expect(() => arbitraryOf(z.custom(() => true))).toThrow('give an arbitrary for it.');
});
