import { attributesOf, made, type Resources, type SamResource } from './resources.ts';

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
