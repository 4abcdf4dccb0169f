import type { Arbitrary } from 'fast-check';
import * as z from 'zod';
import type { EventContract, EventData } from '#contracts/define-event.ts';
import { fc } from './fast-check.ts';

/** Any data of an event, by its contract. */
export const dataOf = <Contract extends EventContract>(contract: Contract): Arbitrary<EventData<Contract>> =>
  arbitraryOf(contract.data) as Arbitrary<EventData<Contract>>;

/**
 * Any value that a Zod schema accepts: types, bounds, lengths, formats and patterns are kept by construction, and what else
 * it checks (`refine`) by leaving out what it refuses. Throws for a kind of schema that it cannot make values of, and where
 * next to nothing that it makes is accepted.
 */
export function arbitraryOf<Schema extends z.ZodType>(schema: Schema): Arbitrary<z.input<Schema>> {
  let refused = 0;
  return make(schema).filter((value) => {
    const { success, error } = schema.safeParse(value);
    refused = success ? 0 : refused + 1;
    if (refused <= MAX_REFUSED) return success;
    throw new Error(
      `No value was found that fits (${z.prettifyError(error as z.ZodError)}): give an arbitrary for it.`,
    );
  }) as Arbitrary<z.input<Schema>>;
}

/** So many values in a row are refused before none are looked for any more. */
const MAX_REFUSED = 10_000;

function make(schema: z.ZodType): Arbitrary<unknown> {
  if (schema instanceof z.ZodOptional) return fc.option(arbitraryOf(schema.unwrap() as z.ZodType), { nil: undefined });
  if (schema instanceof z.ZodNullable) return fc.option(arbitraryOf(schema.unwrap() as z.ZodType), { nil: null });
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodReadonly)
    return arbitraryOf(schema.unwrap() as z.ZodType);
  if (schema instanceof z.ZodPipe) return arbitraryOf(schema.in as z.ZodType);
  if (schema instanceof z.ZodObject) return anObject(schema);
  if (schema instanceof z.ZodArray) return anArray(schema);
  if (schema instanceof z.ZodTuple) return fc.tuple(...(schema.def.items as z.ZodType[]).map(arbitraryOf));
  if (schema instanceof z.ZodUnion) return fc.oneof(...(schema.options as z.ZodType[]).map(arbitraryOf));
  if (schema instanceof z.ZodRecord) return aRecord(schema);
  const described = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as ScalarSchema;
  return aScalar(described, schema.def.type);
}

/** Unknown fields of a loose object are left to the producer: none are made. */
function anObject(schema: z.ZodObject): Arbitrary<object> {
  const fields = Object.entries(schema.shape as Record<string, z.ZodType>);
  const requiredKeys = fields.filter(([, field]) => !(field instanceof z.ZodOptional)).map(([name]) => name);
  const arbitraries = Object.fromEntries(
    fields.map(([name, field]) => [
      name,
      arbitraryOf(field instanceof z.ZodOptional ? (field.unwrap() as z.ZodType) : field),
    ]),
  );
  return fc.record(arbitraries, { requiredKeys: requiredKeys as never[] });
}

function anArray(schema: z.ZodArray): Arbitrary<unknown[]> {
  const { minItems = 0, maxItems = Number.POSITIVE_INFINITY } = z.toJSONSchema(schema, { io: 'input' });
  return fc.array(arbitraryOf(schema.element as z.ZodType), {
    minLength: minItems,
    maxLength: Math.min(maxItems, minItems + 3),
  });
}

const aRecord = (schema: z.ZodRecord): Arbitrary<object> =>
  fc.dictionary(
    arbitraryOf(schema.keyType as z.ZodType) as Arbitrary<string>,
    arbitraryOf(schema.valueType as z.ZodType),
    { maxKeys: 3 },
  );

/** JSON Schema's words for a value without parts. */
interface ScalarSchema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
}

function aScalar(schema: ScalarSchema, kind: string): Arbitrary<unknown> {
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if ('const' in schema) return fc.constant(schema.const);
  switch (schema.type) {
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'integer':
    case 'number':
      return aNumber(schema);
    case 'string':
      return aString(schema);
    case undefined:
      if (kind === 'unknown' || kind === 'any') return fc.jsonValue({ maxDepth: 2 });
  }
  throw new Error(`No values can be made of a schema of the kind "${kind}": give an arbitrary for it.`);
}

/** Small numbers, unless the schema asks for large ones: sums of them stay exact. */
function aNumber({ type, minimum, maximum, exclusiveMinimum, exclusiveMaximum }: ScalarSchema): Arbitrary<number> {
  const above = exclusiveMinimum ?? minimum ?? -1_000_000;
  const min = above < -1_000_000 ? -1_000_000 : above;
  const max = Math.min(exclusiveMaximum ?? maximum ?? Number.POSITIVE_INFINITY, Math.max(min, 0) + 1_000_000);
  if (type === 'integer') return fc.integer({ min: Math.ceil(min), max: Math.floor(max) });
  return fc.double({ min, max, noNaN: true });
}

function aString({ format, pattern, minLength = 0, maxLength = minLength + 20 }: ScalarSchema): Arbitrary<string> {
  const made = format === undefined ? undefined : FORMATS[format];
  if (made) return made;
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern));
  const lengths = { minLength, maxLength: Math.min(maxLength, minLength + 20) };
  // Readable ones mostly: a counterexample is for a person.
  return fc.oneof(
    { weight: 3, arbitrary: fc.string({ ...lengths, unit: 'grapheme-ascii' }) },
    { weight: 1, arbitrary: fc.string({ ...lengths, unit: 'grapheme' }) },
  );
}

const aTime = fc.date({ min: new Date('2020-01-01'), max: new Date('2035-01-01'), noInvalidDate: true });
const aWord = fc.stringMatching(/^[a-z][a-z0-9]{0,9}$/);

/** Formats whose pattern allows values that are not used in practice. */
const FORMATS: Readonly<Record<string, Arbitrary<string>>> = {
  email: fc.tuple(aWord, aWord).map(([name, domain]) => `${name}@${domain}.example`),
  uri: fc.webUrl(),
  uuid: fc.uuid(),
  'date-time': aTime.map((time) => time.toISOString()),
  date: aTime.map((time) => time.toISOString().slice(0, 10)),
  time: aTime.map((time) => time.toISOString().slice(11, 19)),
};
