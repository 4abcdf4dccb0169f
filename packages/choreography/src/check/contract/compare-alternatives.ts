import { type Compare, OBJECT_KEYWORDS } from './compare-objects.ts';
import type { Misfit } from './misfits.ts';
import { asObject, constraintsOf, type Schema, type SchemaObject } from './schema.ts';

/**
 * Compares schemas that are made of others, by their parts: `anyOf`, `oneOf`, `allOf`, several types. Undefined when neither is,
 * and when the parts prove nothing.
 */
export function compareAlternatives(
  described: SchemaObject,
  taken: SchemaObject,
  path: string,
  compare: Compare,
): Misfit[] | undefined {
  const wanted = conjuncts(taken);
  if (wanted.length > 1) return wanted.flatMap((each) => compare(described, each, path));
  const said = conjuncts(described);
  if (said.length === 1) {
    const ways = alternatives(described);
    if (ways) return ways.flatMap((each) => compare(each, taken, path));
  }
  const others = alternatives(taken);
  if (others) {
    const fitting = others.filter((each) => compare(described, each, path).length === 0);
    if (fitting.length > 0) return taken.oneOf === undefined || areApart(fitting[0] as Schema, others) ? [] : undefined;
    const alike = others.filter((each) => typeOf(each) !== undefined && typeOf(each) === described.type);
    if (alike.length === 1) return compare(described, alike[0] as Schema, path);
  }
  return said.length > 1 && said.some((each) => compare(each, taken, path).length === 0) ? [] : undefined;
}

/** Parts that must all hold: those of `allOf`, the alternatives, and the keywords beside them. */
function conjuncts(schema: SchemaObject): Schema[] {
  const { allOf, anyOf, oneOf, ...rest } = schema;
  return [
    ...(Object.keys(rest).length > 0 ? [rest] : []),
    ...(anyOf === undefined ? [] : [{ anyOf }]),
    ...(oneOf === undefined ? [] : [{ oneOf }]),
    ...((allOf ?? []) as Schema[]),
  ];
}

/** The alternatives that a schema is; undefined when it is none. */
function alternatives({ anyOf, oneOf, type, ...rest }: SchemaObject): Schema[] | undefined {
  if (Array.isArray(anyOf ?? oneOf)) return (anyOf ?? oneOf) as Schema[];
  if (!Array.isArray(type)) return undefined;
  const ofNoObject = Object.fromEntries(Object.entries(rest).filter(([keyword]) => !OBJECT_KEYWORDS.has(keyword)));
  return type.map((each) => ({ ...(each === 'object' ? rest : ofNoObject), type: each }));
}

/** Whether nothing that fits one alternative fits another of them: they are of other types. */
const areApart = (fitting: Schema, others: readonly Schema[]): boolean =>
  others.every(
    (other) =>
      other === fitting ||
      (typeOf(other) !== undefined && typeOf(fitting) !== undefined && typeOf(other) !== typeOf(fitting)),
  );

function typeOf(schema: Schema): string | undefined {
  const { type } = constraintsOf(asObject(schema));
  return typeof type === 'string' ? type : undefined;
}
