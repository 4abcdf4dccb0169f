import type { ResourceType } from './resource-type.ts';

/** What to say of resource types that many templates have and the runtime does not. */
const KNOWN: readonly (readonly [type: RegExp, why: string])[] = [
  [/^AWS::ApiGateway|\.Events\.(Api|HttpApi)$/, 'there is no API Gateway here; a function URL takes HTTP requests'],
  [/^AWS::Serverless::\w+\.Events\./, 'nothing here brings events of this kind'],
  [/^AWS::Events::(ApiDestination|Connection)$/, 'there are no API destinations here'],
  [/^AWS::Events::Endpoint$/, 'there are no global endpoints here'],
  [/^AWS::StepFunctions::/, 'state machines do not run here'],
  [/^AWS::Pipes::/, 'EventBridge Pipes do not run here; rules do'],
];

/** Why a resource type is refused, to be said after its name; empty where its name says it all. */
export function whyUnknown(type: string): string {
  const why = KNOWN.find(([known]) => known.test(type))?.[1];
  return why === undefined ? '' : `: ${why}`;
}

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
