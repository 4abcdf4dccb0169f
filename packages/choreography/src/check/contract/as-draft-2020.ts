import type { Schema, SchemaObject } from './schema.ts';

/**
 * A JSON Schema of an older dialect as one of draft 2020-12: of draft 4, which the EventBridge schema registry takes, and of
 * OpenAPI 3.0, in which EventBridge writes the schemas that it discovers (JSON Schema: "Migrating from draft 4"; OpenAPI
 * 3.0.3: "Schema Object"). A schema of draft 2020-12 is unchanged, except for its `$schema`.
 */
export function asDraft2020(schema: Schema): Schema {
  if (typeof schema !== 'object') return schema;
  const { $schema, id, nullable, ...rest } = schema;
  const converted = Object.assign({}, ...Object.entries(rest).map(([keyword, value]) => convert(keyword, value, rest)));
  return nullable === true ? { anyOf: [converted, { type: 'null' }] } : converted;
}

function convert(keyword: string, value: unknown, { minimum, maximum, items }: SchemaObject): SchemaObject {
  if (keyword === '$ref') return { $ref: String(value).replace(/^#\/(definitions|components\/schemas)\//, '#/$defs/') };
  if (keyword === 'definitions') return { $defs: each(value) };
  if (keyword === 'exclusiveMinimum' && typeof value === 'boolean') return value ? { exclusiveMinimum: minimum } : {};
  if (keyword === 'exclusiveMaximum' && typeof value === 'boolean') return value ? { exclusiveMaximum: maximum } : {};
  if (keyword === 'dependencies') return dependenciesOf(value);
  if (keyword === 'items' && Array.isArray(value)) return { prefixItems: value.map(asDraft2020) };
  if (keyword === 'additionalItems') return Array.isArray(items) ? { items: asDraft2020(value as Schema) } : {};
  if (SCHEMAS_BY_NAME.has(keyword)) return { [keyword]: each(value) };
  if (Array.isArray(value)) return { [keyword]: SCHEMA_LISTS.has(keyword) ? value.map(asDraft2020) : value };
  return { [keyword]: SCHEMAS.has(keyword) ? asDraft2020(value as Schema) : value };
}

/** What a field brings with it: others that are required (in draft 3 one, by its name), or a schema. */
function dependenciesOf(dependencies: unknown): SchemaObject {
  const all = Object.entries(dependencies as Record<string, string | string[] | Schema>);
  const required = all.flatMap(([name, value]) =>
    Array.isArray(value) || typeof value === 'string' ? [[name, [value].flat()] as const] : [],
  );
  const schemas = all.flatMap(([name, value]) =>
    Array.isArray(value) || typeof value === 'string' ? [] : [[name, asDraft2020(value)] as const],
  );
  return {
    ...(required.length > 0 && { dependentRequired: Object.fromEntries(required) }),
    ...(schemas.length > 0 && { dependentSchemas: Object.fromEntries(schemas) }),
  };
}

const each = (schemas: unknown): Record<string, Schema> =>
  Object.fromEntries(Object.entries(schemas as Record<string, Schema>).map(([name, s]) => [name, asDraft2020(s)]));

const SCHEMAS_BY_NAME = new Set(['properties', 'patternProperties', '$defs', 'dependentSchemas']);
const SCHEMA_LISTS = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems']);
const SCHEMAS = new Set([
  ...['items', 'additionalProperties', 'not', 'if', 'then', 'else', 'contains', 'propertyNames'],
  ...['unevaluatedProperties', 'unevaluatedItems'],
]);
