import type { PropertyKinds } from './properties.ts';
import { attributesOf, made, type Resources, type SamResource } from './resources.ts';

export const APPLICATION_PROPERTIES: PropertyKinds = {
  Location: 'text|map!',
  TemplateUrl: 'text',
  Parameters: 'map',
  NotificationARNs: 'items',
  Tags: 'map',
  TimeoutInMinutes: 'number',
};

/** Another template as a part of this one: a nested stack. */
export function application(sam: SamResource): Resources {
  const { Location, Parameters } = sam.properties;
  return {
    [sam.id]: made(
      sam,
      'AWS::CloudFormation::Stack',
      { TemplateURL: Location, Parameters },
      attributesOf(sam.resource),
    ),
  };
}
