import * as z from 'zod';

/** Whether a dotted path such as `order.id` leads to a field of an object schema. */
export function isSchemaPath(schema: unknown, path: string): boolean {
  const [head = '', ...rest] = path.split('.');
  if (!(schema instanceof z.ZodObject) || !Object.hasOwn(schema.shape, head)) return false;
  return rest.length === 0 || isSchemaPath(schema.shape[head], rest.join('.'));
}

/** The value at a dotted path of some data, undefined where the path leads nowhere. */
export function valueAt(data: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | null | undefined)?.[key], data);
}
