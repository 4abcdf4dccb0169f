import { isDeepStrictEqual } from 'node:util';
import { describeSchema } from './describe-schema.ts';
import { isSubset } from './is-subset.ts';
import { asObject, constraintsOf, type Schema, type SchemaObject, schemasAt } from './schema.ts';

/** One place where data does not fit. */
export interface Misfit {
  /** Such as `order.items[].quantity`; empty for the data as a whole. */
  readonly path: string;
  /** The end of a sentence that starts with the path: `may be absent, but is required`. */
  readonly why: string;
}

/**
 * Where data that one schema describes would not be taken by another (both of draft 2020-12). Fields that the first does
 * not name are taken as never said. Objects, arrays and references are compared here, field by field, so that the place is
 * known and most pairs need no proof; what is left, jsoncompat compares.
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
  if (isPlain(described, OBJECT) && isPlain(taken, OBJECT)) return compareObjects(described, taken, path, roots);
  if (isPlain(described, ARRAY) && isPlain(taken, ARRAY)) return compareArrays(described, taken, path, roots);
  if (taken.format !== undefined && taken.format !== described.format)
    return [{ path, why: `must be of the format ${taken.format}, which is not promised` }];
  const proven = isSubset(withDefinitions(described, roots.said), withDefinitions(taken, roots.accepted));
  if (proven === true) return [];
  const [is, may] = [describeSchema(described), describeSchema(taken)];
  return [{ path, why: `may be ${is}, but must be ${may}${proven ? ` (${proven})` : ''}` }];
}

function compareObjects(described: SchemaObject, taken: SchemaObject, path: string, roots: Roots): Misfit[] {
  const [fields, wanted] = [schemasAt(described, 'properties'), schemasAt(taken, 'properties')];
  const always = new Set(listAt(described, 'required'));
  const absent = listAt(taken, 'required')
    .filter((name) => !always.has(name))
    .map((name) => ({
      path: join(path, name),
      why: name in fields ? 'may be absent, but is required' : 'is not there, but is required',
    }));
  const refused =
    taken.additionalProperties === false
      ? Object.keys(fields)
          .filter((name) => !(name in wanted))
          .map((name) => ({ path: join(path, name), why: 'may be there, but is refused' }))
      : [];
  const within = Object.entries(wanted).flatMap(([name, schema]) =>
    name in fields ? compare(fields[name] as Schema, schema, join(path, name), roots) : [],
  );
  return [...absent, ...refused, ...within];
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

function compareReferred(from: SchemaObject, to: SchemaObject, path: string, roots: Roots): Misfit[] {
  const pair = JSON.stringify([from.$ref ?? from, to.$ref ?? to]);
  if (roots.compared.has(pair)) return [];
  roots.compared.add(pair);
  const [referred, wanted] = [referredBy(from, roots.said), referredBy(to, roots.accepted)];
  if (referred === undefined || wanted === undefined) {
    const broken = referred === undefined ? from : to;
    return [{ path, why: `has the reference ${broken.$ref}, which leads nowhere` }];
  }
  return compare(referred, wanted, path, roots);
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

const listAt = (schema: SchemaObject, keyword: string): string[] => (schema[keyword] ?? []) as string[];
const join = (path: string, name: string): string => (path ? `${path}.${name}` : name);

/** Whether a schema is of one type and has no keywords but those compared here. */
function isPlain(schema: SchemaObject, { type, keywords }: { type: string; keywords: ReadonlySet<string> }): boolean {
  if (schema.type !== type || !Object.keys(schema).every((keyword) => keywords.has(keyword))) return false;
  return (
    schema.additionalProperties === undefined || typeof schema.additionalProperties === 'boolean' || isEmpty(schema)
  );
}
const isEmpty = ({ additionalProperties }: SchemaObject): boolean =>
  Object.keys(additionalProperties as SchemaObject).length === 0;

const OBJECT = { type: 'object', keywords: new Set(['type', 'properties', 'required', 'additionalProperties']) };
const ARRAY = { type: 'array', keywords: new Set(['type', 'items', 'minItems', 'maxItems']) };
