import type * as z from 'zod';
import { isKind } from './schema-kind.ts';

/** Whether a dotted path such as `loan.id` leads to a field of an object schema, through no optional one. */
export function isSchemaPath(schema: unknown, path: string): boolean {
  const [head = '', ...rest] = path.split('.');
  if (!isKind(schema, 'object') || !Object.hasOwn(schema.shape, head)) return false;
  return rest.length === 0 || isSchemaPath(schema.shape[head], rest.join('.'));
}

/**
 * The schemas along a path that may lead through optional fields and, by `[]`, into each item of an array:
 * `loans[].id`. The last one is what the path leads to; undefined if it leads nowhere.
 */
export function schemasAlong(schema: z.ZodType, path: string): z.ZodType[] | undefined {
  const along: z.ZodType[] = [];
  let current: unknown = schema;
  for (const part of path.split('.')) {
    const object = unwrapped(current);
    const name = part.replace(/\[\]$/, '');
    if (!isKind(object, 'object') || !Object.hasOwn(object.shape, name)) return undefined;
    current = object.shape[name];
    along.push(current as z.ZodType);
    if (name === part) continue;
    const array = unwrapped(current);
    if (!isKind(array, 'array')) return undefined;
    current = array.element;
    along.push(current as z.ZodType);
  }
  return along;
}

/** A schema without what makes it optional. */
export function unwrapped(schema: unknown): unknown {
  let inner = schema;
  while (isKind(inner, 'optional') || isKind(inner, 'nullable') || isKind(inner, 'default')) inner = inner.unwrap();
  return inner;
}

/** The value at a dotted path of some data, undefined where the path leads nowhere. */
export function valueAt(data: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | null | undefined)?.[key], data);
}

/** Every value at a path of some data that may lead into each item of an array: `loans[].id`. */
export function valuesAt(data: unknown, path: string): unknown[] {
  return path.split('.').reduce<unknown[]>(
    (values, part) => {
      const name = part.replace(/\[\]$/, '');
      const inner = values.map((value) => (value as Record<string, unknown> | null | undefined)?.[name]);
      return name === part ? inner : inner.flatMap((value) => (Array.isArray(value) ? value : []));
    },
    [data],
  );
}
