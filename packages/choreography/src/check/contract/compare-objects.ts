import { isDeepStrictEqual } from 'node:util';
import { describeSchema } from './describe-schema.ts';
import type { Misfit } from './misfits.ts';
import { constraintsOf, type Schema, type SchemaObject, schemasAt } from './schema.ts';

/** Where data of one schema is not data of another, at a path. */
export type Compare = (said: Schema, accepted: Schema, path: string) => Misfit[];

/** What is said in an object: a field by its name, fields whose names match a pattern, or any others. */
interface Member {
  readonly name?: string;
  readonly pattern?: string;
  /** All that its value fits. */
  readonly schemas: readonly Schema[];
}

/** Keywords that speak of objects alone. */
export const OBJECT_KEYWORDS: ReadonlySet<string> = new Set([
  ...['properties', 'required', 'additionalProperties', 'patternProperties', 'propertyNames'],
  ...['minProperties', 'maxProperties', 'dependentRequired', 'dependentSchemas'],
]);

/** Whether both describe objects, by the keywords that are compared here alone. One without a type speaks of objects, and takes all else. */
export const areObjects = (described: SchemaObject, taken: SchemaObject): boolean =>
  [described, taken].every((schema) =>
    Object.keys(schema).every((keyword) => keyword === 'type' || OBJECT_KEYWORDS.has(keyword)),
  ) &&
  (described.type === 'object' ? [undefined, 'object'].includes(taken.type as string) : isOnlyTyped(described, taken));

const isOnlyTyped = (described: SchemaObject, taken: SchemaObject): boolean =>
  described.type === undefined && taken.type === undefined && Object.keys(described).length > 0;

/**
 * Compares objects: fields by name, values of maps (`additionalProperties`, `patternProperties`), their names, their number, and
 * what depends on what (JSON Schema 2020-12: "Applying Subschemas to Objects", "Validation Keywords for Objects").
 */
export function compareObjects(described: SchemaObject, taken: SchemaObject, path: string, compare: Compare): Misfit[] {
  const members = membersOf(described);
  return [
    ...absentFields(described, taken, path),
    ...members.flatMap((member) => compareMember(member, described, taken, path, compare)),
    ...compareNames(members, described, taken, path, compare),
    ...compareNumbers(members, described, taken, path),
    ...compareDependencies(members, described, taken, path, compare),
  ];
}

function absentFields(described: SchemaObject, taken: SchemaObject, path: string): Misfit[] {
  const always = new Set(listAt(described, 'required'));
  const known = schemasAt(described, 'properties');
  return listAt(taken, 'required')
    .filter((name) => !always.has(name))
    .map((name) => ({
      path: join(path, name),
      why:
        name in known || mayBe(membersOf(described), name)
          ? 'may be absent, but is required'
          : 'is not there, but is required',
    }));
}

/** Fields that are not named are taken as never said, but for those of a map. */
function membersOf(described: SchemaObject): Member[] {
  const fields = schemasAt(described, 'properties');
  const patterns = schemasAt(described, 'patternProperties');
  const others = othersOf(described);
  const ofName = (name: string): Schema[] => {
    const own = [
      ...(Object.hasOwn(fields, name) ? [fields[name] as Schema] : []),
      ...Object.entries(patterns).flatMap(([pattern, schema]) => (matches(pattern, name) ? [schema] : [])),
    ];
    return own.length > 0 ? own : others === undefined ? [] : [others];
  };
  const only = onlyNames(described);
  const names = new Set([...Object.keys(fields), ...(only ?? [])]);
  const named = [...names]
    .filter((name) => !only || only.includes(name))
    .map((name) => ({ name, schemas: ofName(name) }))
    .filter(({ schemas }) => schemas.length > 0 && !schemas.includes(false));
  if (only) return named;
  return [
    ...named,
    ...Object.entries(patterns).flatMap(([pattern, schema]) =>
      schema === false ? [] : [{ pattern, schemas: [schema] }],
    ),
    ...(others === undefined ? [] : [{ schemas: [others] }]),
  ];
}

/** What the other fields of a map hold; undefined when there are none, as of an object that only does not forbid them. */
function othersOf(described: SchemaObject): Schema | undefined {
  const {
    additionalProperties: others,
    properties,
    patternProperties,
  } = described as Record<string, Schema | undefined>;
  if (others === undefined || others === false) return undefined;
  const isConstrained = typeof others === 'object' && Object.keys(constraintsOf(others)).length > 0;
  return isConstrained || (properties === undefined && patternProperties === undefined) ? others : undefined;
}

/** The names that `propertyNames` lists. */
function onlyNames({ propertyNames }: SchemaObject): string[] | undefined {
  const { enum: names, const: name } = (propertyNames ?? {}) as SchemaObject;
  return Array.isArray(names) ? names.map(String) : typeof name === 'string' ? [name] : undefined;
}

function compareMember(
  member: Member,
  described: SchemaObject,
  taken: SchemaObject,
  path: string,
  compare: Compare,
): Misfit[] {
  return meets(member, described, taken).flatMap(({ at, schema }) => {
    const where = join(path, at);
    if (schema === false) return [{ path: where, why: 'may be there, but is refused' }];
    const found = member.schemas.map((said) => compare(said, schema, where));
    return found.some((misfits) => misfits.length === 0) ? [] : (found[0] ?? []);
  });
}

/** What a member's value has to fit, and where. */
function meets(member: Member, described: SchemaObject, taken: SchemaObject): { at: string; schema: Schema }[] {
  const fields = schemasAt(taken, 'properties');
  const patterns = Object.entries(schemasAt(taken, 'patternProperties'));
  const others = (taken.additionalProperties ?? true) as Schema;
  const { name, pattern } = member;
  if (name !== undefined) {
    const own = [
      ...(Object.hasOwn(fields, name) ? [fields[name] as Schema] : []),
      ...patterns.flatMap(([each, schema]) => (matches(each, name) ? [schema] : [])),
    ];
    return (own.length > 0 ? own : [others]).map((schema) => ({ at: name, schema }));
  }
  const known = schemasAt(described, 'properties');
  const knownPatterns = Object.keys(schemasAt(described, 'patternProperties'));
  const isMeant = (each: string) =>
    !Object.hasOwn(known, each) &&
    (pattern === undefined ? !knownPatterns.some((one) => matches(one, each)) : matches(pattern, each));
  const at = pattern === undefined ? '*' : `/${pattern}/`;
  const isCovered = patterns.some(([each]) => each === pattern || EVERY_NAME.has(each));
  return [
    ...Object.entries(fields).flatMap(([each, schema]) => (isMeant(each) ? [{ at: each, schema }] : [])),
    ...patterns.flatMap(([each, schema]) =>
      pattern === undefined && knownPatterns.includes(each) ? [] : [{ at, schema }],
    ),
    ...(isCovered ? [] : [{ at, schema: others }]),
  ];
}

/** Patterns that match every name. */
const EVERY_NAME = new Set(['', '.*', '^.*$', '^', '$', '^.*', '.*$']);

function compareNames(
  members: readonly Member[],
  described: SchemaObject,
  taken: SchemaObject,
  path: string,
  compare: Compare,
): Misfit[] {
  const wanted = taken.propertyNames as Schema | undefined;
  if (wanted === undefined) return [];
  return members.flatMap(({ name, pattern }) => {
    const names: Schema =
      name !== undefined
        ? { const: name }
        : {
            type: 'string',
            ...(described.propertyNames as SchemaObject | undefined),
            ...(pattern !== undefined && { pattern }),
          };
    if (compare(names, wanted, path).length === 0) return [];
    const at = name ?? (pattern === undefined ? '*' : `/${pattern}/`);
    const must = typeof wanted === 'object' ? describeSchema(wanted) : 'none';
    return [{ path: join(path, at), why: `may be there, but names must be ${must}` }];
  });
}

function compareNumbers(
  members: readonly Member[],
  described: SchemaObject,
  taken: SchemaObject,
  path: string,
): Misfit[] {
  const isOpen = members.some(({ name }) => name === undefined);
  const least = Math.max(Number(described.minProperties ?? 0), new Set(listAt(described, 'required')).size);
  const most = Math.min(
    Number(described.maxProperties ?? Number.POSITIVE_INFINITY),
    isOpen ? Number.POSITIVE_INFINITY : members.length,
  );
  const [fewest, greatest] = [
    Number(taken.minProperties ?? 0),
    Number(taken.maxProperties ?? Number.POSITIVE_INFINITY),
  ];
  return [
    ...(least < fewest ? [{ path, why: `may have ${least} fields, but must have at least ${fewest}` }] : []),
    ...(most > greatest
      ? [{ path, why: `may have ${Number.isFinite(most) ? most : 'any number of'} fields, but at most ${greatest}` }]
      : []),
  ];
}

/** What must be there, or must be so, where a field is there. */
function compareDependencies(
  members: readonly Member[],
  described: SchemaObject,
  taken: SchemaObject,
  path: string,
  compare: Compare,
): Misfit[] {
  const required = Object.entries((taken.dependentRequired ?? {}) as Record<string, string[]>)
    .filter(([name]) => mayBe(members, name))
    .flatMap(([name, wanted]) => {
      const there = withDependents(described, name);
      return wanted
        .filter((each) => !there.has(each))
        .map((each) => ({ path: join(path, each), why: `may be absent, but is required where ${name} is there` }));
    });
  const schemas = Object.entries(schemasAt(taken, 'dependentSchemas'))
    .filter(([name]) => mayBe(members, name))
    .filter(([name, schema]) => !isDeepStrictEqual(schemasAt(described, 'dependentSchemas')[name], schema))
    .flatMap(([name, schema]) => {
      const there = { ...described, required: [...withDependents(described, name)] };
      const wanted = typeof schema === 'object' ? { type: 'object', ...schema } : schema;
      return compare(there, wanted, path).map((misfit) => ({ ...misfit, why: `${misfit.why} where ${name} is there` }));
    });
  return [...required, ...schemas];
}

/** The fields that are there for certain where one is there. */
function withDependents(described: SchemaObject, name: string): Set<string> {
  const dependents = (described.dependentRequired ?? {}) as Record<string, string[]>;
  const there = new Set([...listAt(described, 'required'), name]);
  for (const each of there) for (const other of dependents[each] ?? []) there.add(other);
  return there;
}

const mayBe = (members: readonly Member[], name: string): boolean =>
  members.some((member) =>
    member.name !== undefined ? member.name === name : member.pattern === undefined || matches(member.pattern, name),
  );

/** A pattern that cannot be read may match anything. */
function matches(pattern: string, name: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(name);
  } catch {
    return true;
  }
}

const listAt = (schema: SchemaObject, keyword: string): string[] => (schema[keyword] ?? []) as string[];
const join = (path: string, name: string): string => (path ? `${path}.${name}` : name);
