import type { Template } from '#template/template.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * The properties of a SAM resource with those of `Globals` for its type: maps are merged, lists come after the global ones,
 * everything else wins (SAM developer guide: "Globals section").
 */
export function withGlobals({ Globals }: Template, type: string, properties: Json): Json {
  const global = (Globals as Readonly<Record<string, Json>> | undefined)?.[type.replace('AWS::Serverless::', '')];
  return global ? (merged(global, properties) as Json) : properties;
}

function merged(global: unknown, own: unknown): unknown {
  if (Array.isArray(global) && Array.isArray(own)) return [...global, ...own];
  if (!isMap(global) || !isMap(own)) return own;
  const keys = [...new Set([...Object.keys(global), ...Object.keys(own)])];
  return Object.fromEntries(
    keys.map((key) => [key, key in own ? (key in global ? merged(global[key], own[key]) : own[key]) : global[key]]),
  );
}

/** An intrinsic function is a value, no map. */
const isMap = (value: unknown): value is Json =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !Object.keys(value).some((key) => key === 'Ref' || key.startsWith('Fn::'));
