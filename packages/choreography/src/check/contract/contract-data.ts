import { asDraft2020 } from './as-draft-2020.ts';
import { asObject, type Schema, type SchemaObject, schemasAt } from './schema.ts';

/**
 * What a published contract says of an event's `detail` (draft 2020-12); undefined when it says nothing of it. The contract
 * is the schema of the whole event, in JSON Schema or in OpenAPI, where the event is called `AWSEvent` (EventBridge user guide:
 * "Schemas"), as an object or as its text.
 */
export function contractDetail(published: unknown): Schema | undefined {
  const event = contractEvent(published);
  return typeof event === 'object' ? fieldOf(event, 'detail') : undefined;
}

/** What a contract says of `detail.data`, which is what a job's `accepts` describes. */
export function contractData(published: unknown): Schema | undefined {
  const detail = contractDetail(published);
  return detail === undefined ? undefined : fieldOf(asObject(detail), 'data');
}

/** The contract of a whole event, as `contractDetail` reads it. */
export function contractEvent(published: unknown): Schema | undefined {
  const document = asDraft2020(parsed(published));
  if (typeof document !== 'object' || document.components === undefined) return document;
  const $defs = definitionsOf(document);
  return $defs.AWSEvent && { ...asObject($defs.AWSEvent), $defs };
}

/**
 * The schema of an object's field, with the definitions that it may refer to; undefined when the object says nothing of it: by
 * its name, as one of a map, or in schemas that the object is made of.
 */
export function fieldOf(schema: SchemaObject, name: string): Schema | undefined {
  const { $defs } = schema;
  const field = fieldIn(schema, name, $defs);
  return field === undefined || $defs === undefined ? field : { ...asObject(field), $defs };
}

function fieldIn(schema: SchemaObject, name: string, $defs: unknown): Schema | undefined {
  const object = resolved(schema, $defs);
  const within = (each: Schema) => fieldIn(asObject(each), name, $defs);
  const choices = ((object.anyOf ?? object.oneOf ?? []) as Schema[]).map(within);
  const all = [
    ownField(object, name),
    ...((object.allOf ?? []) as Schema[]).map(within),
    ...(choices.length > 0 && !choices.includes(undefined) ? [{ anyOf: choices as Schema[] }] : []),
  ].filter((each) => each !== undefined);
  return all.length < 2 ? all[0] : { allOf: all };
}

function ownField(object: SchemaObject, name: string): Schema | undefined {
  const field = schemasAt(object, 'properties')[name];
  if (field !== undefined) return field;
  const others = object.additionalProperties as Schema | undefined;
  return typeof others === 'object' && Object.keys(others).length > 0 ? others : undefined;
}

/** A schema, or the one that it refers to. */
function resolved(schema: SchemaObject, $defs: unknown): SchemaObject {
  if (typeof schema.$ref !== 'string') return schema;
  return asObject(schemasAt({ $defs }, '$defs')[schema.$ref.replace(/^#\/\$defs\//, '')] ?? true);
}

/** The schemas of an OpenAPI document, by name. */
function definitionsOf({ components }: SchemaObject): Record<string, Schema> {
  const { schemas = {} } = (components ?? {}) as { schemas?: Record<string, Schema> };
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, asDraft2020(schema)]));
}

function parsed(published: unknown): Schema {
  if (typeof published !== 'string') return (published ?? true) as Schema;
  try {
    return JSON.parse(published);
  } catch {
    return true;
  }
}
