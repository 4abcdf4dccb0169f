import type { ResourceType } from './resource-type.ts';

/** The paths of properties that a resource type neither honours nor knows to be without effect. */
export function unknownProperties(type: ResourceType, properties: unknown): string[] {
  const known = [...type.honours, ...Object.keys(type.withoutEffect ?? {})];
  return [...new Set(unknownBelow(properties, '', known))];
}

function unknownBelow(value: unknown, path: string, known: readonly string[]): string[] {
  if (known.includes(path)) return [];
  if (!known.some((one) => path === '' || one.startsWith(`${path}.`))) return [path];
  if (Array.isArray(value)) return value.flatMap((item) => unknownBelow(item, `${path}.*`, known));
  if (value === null || typeof value !== 'object') return [path];
  return Object.entries(value).flatMap(([key, inner]) =>
    unknownBelow(inner, path === '' ? key : `${path}.${key}`, known),
  );
}
