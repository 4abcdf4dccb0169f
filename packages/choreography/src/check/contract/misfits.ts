import { isDeepStrictEqual } from 'node:util';
import { compareAlternatives } from './compare-alternatives.ts';
import { areObjects, compareObjects } from './compare-objects.ts';
import { describeSchema } from './describe-schema.ts';
import { isSubset } from './is-subset.ts';
import { asObject, constraintsOf, type Schema, type SchemaObject, schemasAt } from './schema.ts';

/** One place where data does not fit. */
export interface Misfit {
  /** Such as `loan.books[].isbn`, `levels.*` of a map's values; empty for the data as a whole. */
  readonly path: string;
  /** The end of a sentence that starts with the path: `may be absent, but is required`. */
  readonly why: string;
}

/**
 * Where data that one schema describes would not be taken by another, or is not proven to be (both of draft 2020-12). Fields
 * that the first does not name are taken as never said, unless it is a map. Objects, arrays, alternatives and references are
 * compared here, field by field, so that the place is known; what is left, jsoncompat compares, unless it holds what jsoncompat
 * passes over.
 */
export function misfits(said: Schema, accepted: Schema): Misfit[] {
  const roots = { said: asObject(said), accepted: asObject(accepted), compared: new Set<string>() };
  return compare(roots.said, roots.accepted, '', roots);
}

interface Roots {
  readonly said: SchemaObject;
  readonly accepted: SchemaObject;
  /** Pairs of references that are being compared: a recursive schema fits where all else fits. */
  readonly compared: Set<string>;
}

function compare(said: Schema, accepted: Schema, path: string, roots: Roots): Misfit[] {
  const [from, to] = [asObject(said), asObject(accepted)];
  if (isReference(from) || isReference(to)) return compareReferred(from, to, path, roots);
  const [described, taken] = [constraintsOf(from), constraintsOf(to)];
  if (Object.keys(taken).length === 0 || (isDeepStrictEqual(described, taken) && !mentionsReference(described)))
    return [];
  const within = (one: Schema, other: Schema, at: string) => compare(one, other, at, roots);
  if (areObjects(described, taken)) return compareObjects(described, taken, path, within);
  if (isArray(described) && isArray(taken)) return compareArrays(described, taken, path, roots);
  if (taken.format !== undefined && taken.format !== described.format && described.type === 'string')
    return [{ path, why: `must be of the format ${taken.format}, which is not promised` }];
  const [is, may] = [describeSchema(described), describeSchema(taken)];
  const { format, ...asked } = taken;
  if (holds(described, WIDENING) || holds(format === described.format ? asked : taken, PASSED_OVER))
    return (
      compareAlternatives(described, taken, path, within) ?? [
        { path, why: `may be ${is}, and that it is ${may} is not proven` },
      ]
    );
  const proven = isSubset(withDefinitions(described, roots.said), withDefinitions(taken, roots.accepted));
  if (proven === true) return [];
  return [{ path, why: `may be ${is}, but must be ${may}${proven ? ` (${proven})` : ''}` }];
}

function compareArrays(described: SchemaObject, taken: SchemaObject, path: string, roots: Roots): Misfit[] {
  const [least, most] = [Number(described.minItems ?? 0), Number(described.maxItems ?? Number.POSITIVE_INFINITY)];
  const [fewest, greatest] = [Number(taken.minItems ?? 0), Number(taken.maxItems ?? Number.POSITIVE_INFINITY)];
  return [
    ...(least < fewest ? [{ path, why: `may have ${least} items, but must have at least ${fewest}` }] : []),
    ...(most > greatest
      ? [{ path, why: `may have ${Number.isFinite(most) ? most : 'any number of'} items, but at most ${greatest}` }]
      : []),
    ...compare((described.items ?? true) as Schema, (taken.items ?? true) as Schema, `${path}[]`, roots),
  ];
}

/** What of a described object jsoncompat takes as never said: the values of maps. */
const WIDENING = new Set(['additionalProperties', 'patternProperties']);
/** What it asks of nothing: values and names of maps, what depends on other fields, formats, and what is left unevaluated. */
const PASSED_OVER = new Set([
  ...WIDENING,
  ...['propertyNames', 'dependentRequired', 'dependentSchemas', 'dependencies', 'format'],
  ...['unevaluatedProperties', 'unevaluatedItems', 'contentEncoding', 'contentMediaType', 'contentSchema'],
]);

/** Whether a schema holds, at any depth, one of some keywords; whether other fields are forbidden at all, jsoncompat knows. */
function holds(schema: unknown, keywords: ReadonlySet<string>): boolean {
  if (Array.isArray(schema)) return schema.some((each) => holds(each, keywords));
  if (typeof schema !== 'object' || schema === null) return false;
  return Object.entries(schema).some(
    ([keyword, value]) =>
      (keywords.has(keyword) && !(keyword === 'additionalProperties' && typeof value === 'boolean')) ||
      holds(value, keywords),
  );
}

function compareReferred(from: SchemaObject, to: SchemaObject, path: string, roots: Roots): Misfit[] {
  const pair = JSON.stringify([from.$ref ?? from, to.$ref ?? to]);
  if (roots.compared.has(pair)) return [];
  roots.compared.add(pair);
  const [referred, wanted] = [referredBy(from, roots.said), referredBy(to, roots.accepted)];
  if (referred === undefined || wanted === undefined) {
    const broken = referred === undefined ? from : to;
    return [{ path, why: `has the reference ${broken.$ref}, which leads nowhere` }];
  }
  // The keywords beside the reference hold, too.
  const { $ref, ...beside } = constraintsOf(to);
  return [
    ...compare(referred, wanted, path, roots),
    ...(isReference(to) && Object.keys(beside).length > 0 ? compare(from, beside, path, roots) : []),
  ];
}

/** What a reference leads to: only those within the schema's own `$defs` are followed. */
function referredBy(schema: SchemaObject, root: SchemaObject): Schema | undefined {
  if (!isReference(schema)) return schema;
  return schemasAt(root, '$defs')[String(schema.$ref).replace(/^#\/\$defs\//, '')];
}

const isReference = (schema: SchemaObject): boolean => typeof schema.$ref === 'string';
const mentionsReference = (schema: SchemaObject): boolean => JSON.stringify(schema).includes('"$ref":');
const withDefinitions = (schema: SchemaObject, { $defs }: SchemaObject): SchemaObject =>
  $defs === undefined ? schema : { ...schema, $defs };

const isArray = (schema: SchemaObject): boolean =>
  schema.type === 'array' && Object.keys(schema).every((keyword) => ARRAY.has(keyword));
const ARRAY = new Set(['type', 'items', 'minItems', 'maxItems']);
