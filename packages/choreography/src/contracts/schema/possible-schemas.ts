import type * as z from 'zod';
import { isKind } from './schema-kind.ts';

/** What a value may be by a contract. */
export interface Possible {
  /** Whether one of the schemas, or what is wrapped around it, marks personal data. */
  readonly personal: boolean;
  /** The schemas, without what makes them optional and without unions; none where the contract knows nothing. */
  readonly schemas: readonly z.ZodType[];
}

/** Takes some schemas of one value apart: each alternative of a union by itself. */
export function possibleBy(schemas: readonly z.ZodType[]): Possible {
  const found = new Set<z.ZodType>();
  const seen = new Set<z.ZodType>();
  let personal = false;
  const visit = (schema: z.ZodType): void => {
    if (seen.has(schema)) return;
    seen.add(schema);
    personal ||= schema.meta()?.['x-personal'] === true;
    const inner = innerOf(schema);
    if (inner) inner.forEach(visit);
    else if (!saysNothing(schema)) found.add(schema);
  };
  schemas.forEach(visit);
  return { personal, schemas: [...found] };
}

const saysNothing = (schema: unknown): boolean => isKind(schema, 'any') || isKind(schema, 'unknown');

/** What a schema wraps or chooses from; undefined if it describes a value by itself. */
function innerOf(schema: z.ZodType): z.ZodType[] | undefined {
  if (isKind(schema, 'union')) return schema.options as z.ZodType[];
  if (isKind(schema, 'intersection')) return [schema.def.left as z.ZodType, schema.def.right as z.ZodType];
  if (isKind(schema, 'lazy')) return [schema.unwrap() as z.ZodType];
  // An event carries the schema's input.
  if (isKind(schema, 'pipe'))
    return [schema.def.in, schema.def.out].filter((each) => !isKind(each, 'transform')) as z.ZodType[];
  const { innerType } = schema.def as { innerType?: z.ZodType };
  return innerType && [innerType];
}

/** What a field of an object or map may be; undefined if none of the schemas knows such a field. */
export function possibleField({ schemas }: Possible, name: string): Possible | undefined {
  const fields = schemas.flatMap((schema) => {
    if (isKind(schema, 'record')) return [schema.valueType as z.ZodType];
    if (!isKind(schema, 'object')) return [];
    if (Object.hasOwn(schema.shape, name)) return [schema.shape[name] as z.ZodType];
    const { catchall } = schema.def;
    return catchall && !saysNothing(catchall) ? [catchall as z.ZodType] : [];
  });
  return fields.length > 0 ? possibleBy(fields) : undefined;
}

/** What an item of an array may be; undefined if none of the schemas is an array that has one there. */
export function possibleItem({ schemas }: Possible, index: number): Possible | undefined {
  const items = schemas.flatMap((schema) => {
    if (isKind(schema, 'array')) return [schema.element as z.ZodType];
    if (!isKind(schema, 'tuple')) return [];
    const item = schema.def.items[index] ?? schema.def.rest;
    return item ? [item as z.ZodType] : [];
  });
  return items.length > 0 ? possibleBy(items) : undefined;
}

/** Whether the names of a value's fields are data, and that data is personal: the keys of a map. */
export const hasPersonalKeys = ({ schemas }: Possible): boolean =>
  schemas.some((schema) => isKind(schema, 'record') && possibleBy([schema.keyType as z.ZodType]).personal);

/** Whether one of the schemas describes an object, or a map. */
export const mayBeObject = ({ schemas }: Possible): boolean =>
  schemas.some((schema) => isKind(schema, 'object') || isKind(schema, 'record'));

/** Whether one of the schemas describes an array. */
export const mayBeArray = ({ schemas }: Possible): boolean =>
  schemas.some((schema) => isKind(schema, 'array') || isKind(schema, 'tuple'));

/** Whether a name of a field is one that a developer gave, and no data. */
export const isFieldName = (name: string): boolean => /^[A-Za-z_$][\w$-]{0,63}$/.test(name);
