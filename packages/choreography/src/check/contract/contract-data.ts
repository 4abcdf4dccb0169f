import { asDraft2020 } from './as-draft-2020.ts';
import { asObject, type Schema, type SchemaObject, schemasAt } from './schema.ts';

/**
 * What a published contract says of an event's `detail` (draft 2020-12); undefined when it says nothing of it. The contract
 * is the schema of the whole event, in JSON Schema or in OpenAPI, where the event is called `AWSEvent` (EventBridge user guide:
 * "Schemas"), as an object or as its text.
 */
export function contractDetail(published: unknown): Schema | undefined {
  const document = asDraft2020(parsed(published));
  if (typeof document !== 'object') return undefined;
  const components = (document.components as { schemas?: Record<string, Schema> } | undefined)?.schemas;
  if (!components) return fieldOf(document, 'detail');
  const $defs = Object.fromEntries(Object.entries(components).map(([name, schema]) => [name, asDraft2020(schema)]));
  return $defs.AWSEvent && fieldOf({ ...asObject($defs.AWSEvent), $defs }, 'detail');
}

/** What a contract says of `detail.data`, which is what a job's `accepts` describes. */
export function contractData(published: unknown): Schema | undefined {
  const detail = contractDetail(published);
  return detail === undefined ? undefined : fieldOf(asObject(detail), 'data');
}

/** The schema of an object's field, with the definitions that it may refer to; undefined when the object does not name it. */
export function fieldOf(schema: SchemaObject, name: string): Schema | undefined {
  const { $defs } = schema;
  const field = schemasAt(resolved(schema), 'properties')[name];
  return field === undefined || $defs === undefined ? field : { ...asObject(field), $defs };
}

/** A schema, or the one that it refers to. */
function resolved(schema: SchemaObject): SchemaObject {
  if (typeof schema.$ref !== 'string') return schema;
  return asObject(schemasAt(schema, '$defs')[schema.$ref.replace(/^#\/\$defs\//, '')] ?? true);
}

function parsed(published: unknown): Schema {
  if (typeof published !== 'string') return (published ?? true) as Schema;
  try {
    return JSON.parse(published);
  } catch {
    return true;
  }
}
