import { arnOf, type ParameterType } from '#local/ssm/parameters.ts';
import { physicalName, type ResourceType } from './resource-type.ts';

const TYPE: ResourceType = {
  honours: ['Name', 'Type', 'Value', 'Description', 'AllowedPattern', 'Tier', 'DataType', 'Tags'],
  withoutEffect: { Policies: 'Parameters neither expire nor send notifications here.' },
  identify: (resource) => {
    const name = physicalName(resource, 'Name');
    const { Type, Value } = resource.properties;
    return { ref: name, attributes: { Type: String(Type), Value: String(Value), Arn: arnOf(name) } };
  },
  replaces: true,
  create: ({ properties }, { ref }, { parameters }) => {
    const {
      Type,
      Value,
      Tags = {},
      ...more
    } = properties as Readonly<Record<string, string | undefined>> & {
      readonly Tags?: Readonly<Record<string, string>>;
    };
    const known = parameters.find(ref);
    // A template that says the same again makes no new version.
    if (known?.value !== String(Value) || known.type !== Type)
      parameters.put(
        ref,
        {
          value: String(Value),
          type: Type as ParameterType,
          description: more.Description,
          tier: more.Tier,
          allowedPattern: more.AllowedPattern,
          dataType: more.DataType,
        },
        true,
      );
    parameters.tags.set(ref, new Map(Object.entries(Tags)));
  },
  remove: (_, { ref }, { parameters }) => {
    parameters.delete(ref);
  },
};

export const SSM_TYPES: Readonly<Record<string, ResourceType>> = { 'AWS::SSM::Parameter': TYPE };
