import type { ResourceType } from './types/resource-type.ts';

/** What to say of resource types that many templates have and the runtime does not. */
const KNOWN: readonly (readonly [type: RegExp, why: string])[] = [
  [
    /^AWS::ApiGateway/,
    'of API Gateway there are APIs with routes, integrations and authorizers that are functions here',
  ],
  [/\.Events\.(Api|HttpApi)$/, 'APIs start no state machines here'],
  [/^AWS::Serverless::\w+\.Events\./, 'nothing here brings events of this kind'],
  [/^AWS::Events::Endpoint$/, 'there are no global endpoints here'],
  [/^AWS::StepFunctions::/, 'state machines do not run here'],
];

/** Why a resource type is refused; empty where its name says it all. */
export function whyUnknown(type: string): string {
  return KNOWN.find(([known]) => known.test(type))?.[1] ?? '';
}

/** The paths of properties that a resource type neither honours nor knows to be without effect. */
export function unknownProperties(type: ResourceType, properties: unknown): string[] {
  if (type.idle !== undefined || type.honours.includes('*')) return [];
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

/** Properties without those at some paths, in which `*` is each item of a list and a number one of them. */
export function withoutPaths<Value>(value: Value, paths: readonly string[]): Value {
  return [...paths]
    .sort(fromTheEnd)
    .reduce<unknown>((rest, path) => withoutPath(rest, path.split('.')), value) as Value;
}

function withoutPath(value: unknown, [key = '', ...rest]: readonly string[]): unknown {
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).flatMap(([name, inner]): [string, unknown][] => {
    if (key !== '*' && name !== key) return [[name, inner]];
    return rest.length === 0 ? [] : [[name, withoutPath(inner, rest)]];
  });
  if (Array.isArray(value))
    return value.flatMap((_, at) => entries.filter(([name]) => name === String(at)).map(([, item]) => item));
  return Object.fromEntries(entries);
}

/** Later items of a list first, so that the numbers of the others stay. */
const fromTheEnd = (a: string, b: string): number => b.localeCompare(a, 'en', { numeric: true });
