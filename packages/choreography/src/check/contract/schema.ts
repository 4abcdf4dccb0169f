/** A JSON Schema of draft 2020-12. `true`, which takes anything, and `false`, which takes nothing, are schemas too. */
export type Schema = boolean | SchemaObject;
export interface SchemaObject {
  readonly [keyword: string]: unknown;
}

/** A schema's keywords: `true` as `{}`, `false` as `{ not: {} }`. */
export const asObject = (schema: Schema): SchemaObject =>
  typeof schema === 'object' ? schema : schema ? {} : { not: {} };

/** The schemas by name at one of its keywords, such as `properties`. */
export const schemasAt = (schema: SchemaObject, keyword: string): Readonly<Record<string, Schema>> =>
  (schema[keyword] ?? {}) as Record<string, Schema>;

/** A schema without annotations, which constrain nothing: titles, descriptions, examples, `x-` keywords. */
export function constraintsOf(schema: SchemaObject): SchemaObject {
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => !ANNOTATIONS.test(keyword)));
}

const ANNOTATIONS =
  /^(\$schema|\$id|\$comment|\$defs|title|description|default|examples?|deprecated|readOnly|writeOnly|x-.*)$/;
