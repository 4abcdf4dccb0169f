import type { Template, TemplateResource } from '#template/template.ts';

/** Plain CloudFormation resources by logical id: what SAM makes of one of its own. */
export type Resources = Record<string, TemplateResource>;

/** A SAM resource, with its properties as written and those of `Globals`. */
export interface SamResource {
  readonly id: string;
  readonly resource: TemplateResource;
  // biome-ignore lint/suspicious/noExplicitAny: a SAM resource's properties have a shape for each type
  readonly properties: Readonly<Record<string, any>>;
  /** The template before the translation. */
  readonly template: Template;
  /** The template's conditions, to which SAM adds its own. */
  readonly conditions: Record<string, unknown>;
  /** Plain resources of the template that SAM changes or adds, by logical id: buckets that notify, APIs that routes need. */
  readonly changed: Resources;
  /** The routes of APIs, by the API's logical id, path and method. */
  readonly routes: Record<string, Record<string, Record<string, object>>>;
  /** `RouteSettings` of routes, by the API's logical id and the route. */
  readonly settingsOfRoutes: Record<string, Record<string, object>>;
  /** `Auth` of routes, by the API's logical id and the route. */
  readonly authOfRoutes: Record<string, Record<string, { readonly event: string; readonly auth: unknown }>>;
  /** Tells what is read but not translated, in one sentence. */
  readonly warn: (sentence: string) => void;
}

/** A resource made from a SAM one: with its condition, which holds for all that is made of it. */
export const made = (
  { resource: { Condition } }: Pick<SamResource, 'resource'>,
  Type: string,
  Properties: Record<string, unknown>,
  more: Partial<TemplateResource> = {},
): TemplateResource => ({
  Type,
  ...(Condition !== undefined && { Condition }),
  Properties: withoutUndefined(Properties),
  ...more,
});

/** The other attributes of a SAM resource, for the one that replaces it. */
export const attributesOf = ({ DependsOn, Metadata }: TemplateResource): Partial<TemplateResource> => ({
  ...(DependsOn !== undefined && { DependsOn }),
  ...(Metadata !== undefined && { Metadata }),
});

export const getArn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });

/** A value with `Ref` to parameters in the place of their defaults, as far as they have one. */
export function withDefaults({ Parameters = {} }: Template, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => withDefaults({ Resources: {}, Parameters }, item));
  if (typeof value !== 'object' || value === null) return value;
  const { Ref } = value as { Ref?: unknown };
  if (typeof Ref === 'string' && Object.keys(value).length === 1) return Parameters[Ref]?.Default ?? value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, withDefaults({ Resources: {}, Parameters }, inner)]),
  );
}

const withoutUndefined = (properties: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined));
