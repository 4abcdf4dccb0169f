import type { TemplateResource } from '#template/template.ts';

/** Plain CloudFormation resources by logical id: what SAM makes of one of its own. */
export type Resources = Record<string, TemplateResource>;

/** A SAM resource, with its properties as written and those of `Globals`. */
export interface SamResource {
  readonly id: string;
  readonly resource: TemplateResource;
  // biome-ignore lint/suspicious/noExplicitAny: a SAM resource's properties have a shape for each type
  readonly properties: Readonly<Record<string, any>>;
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

/** What else stands at the SAM resource, for the one that takes its place. */
export const attributesOf = ({ DependsOn, Metadata }: TemplateResource): Partial<TemplateResource> => ({
  ...(DependsOn !== undefined && { DependsOn }),
  ...(Metadata !== undefined && { Metadata }),
});

export const getArn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });

const withoutUndefined = (properties: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined));
