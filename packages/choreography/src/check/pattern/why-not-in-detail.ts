import { fieldOf } from '#check/contract/contract-data.ts';
import { describeSchema } from '#check/contract/describe-schema.ts';
import { asObject, constraintsOf, type Schema, type SchemaObject } from '#check/contract/schema.ts';
import type { Condition, Leaf } from '#pattern/conditions/condition.ts';

/**
 * Why data that a contract describes has nothing at a path that fits one of the conditions, as the end of a sentence that
 * begins with the path; undefined when it may. Fields that the contract does not name are taken as never said.
 */
export function whyNotInDetail(
  schema: Schema,
  path: readonly string[],
  conditions: readonly Condition[],
): string | undefined {
  const at = resolved(asObject(schema));
  const [name, ...below] = path;
  if (at.type === 'array') return whyNotInDetail(withDefinitions((at.items ?? true) as Schema, at), path, conditions);
  if (!isKnown(at)) return undefined;
  if (name === undefined) return whyNoValue(at, conditions);
  if (conditions.some(({ absent }) => absent)) return undefined;
  if (at.type !== 'object') return `is below a ${at.type}`;
  const field = fieldOf(at, name);
  return field === undefined
    ? 'is in the contract of no event that it hears'
    : whyNotInDetail(field, below, conditions);
}

function whyNoValue(schema: SchemaObject, conditions: readonly Condition[]): string | undefined {
  const values = schema.enum as Leaf[] | undefined;
  const may = (condition: Condition): boolean => {
    if (condition.absent) return true;
    if (values) return values.some((value) => condition.test(value));
    const { common } = condition;
    if (!common) return schema.type !== 'object';
    const asked =
      common.kind === 'range' || common.kind === 'digits'
        ? 'number'
        : common.kind === 'exactly'
          ? typeOf(common.value)
          : 'string';
    return asked === (schema.type === 'integer' ? 'number' : schema.type);
  };
  return conditions.some(may) ? undefined : `is ${describeSchema(schema)}, and never what the pattern asks for`;
}

const typeOf = (value: Leaf): string => (value === null ? 'null' : typeof value);

/** Whether a schema says in one type what it takes: what others say is not looked into. */
const isKnown = (schema: SchemaObject): boolean =>
  typeof schema.type === 'string' && !COMBINING.some((keyword) => keyword in constraintsOf(schema));

const COMBINING = ['allOf', 'anyOf', 'oneOf', 'not', 'if', '$ref', 'patternProperties'];

function resolved(schema: SchemaObject): SchemaObject {
  if (typeof schema.$ref !== 'string') return schema;
  const definitions = (schema.$defs ?? {}) as Record<string, Schema>;
  return asObject(withDefinitions(definitions[schema.$ref.replace(/^#\/\$defs\//, '')] ?? true, schema));
}

const withDefinitions = (schema: Schema, { $defs }: SchemaObject): Schema =>
  $defs === undefined ? schema : { ...asObject(schema), $defs };
