import { functionName } from '#local/lambda/functions.ts';
import type { ResourceType } from '#local/resources/types/resource-type.ts';

/** A resource that a function of the templates makes. */
const customResource: ResourceType = {
  honours: ['*'],
  cannot: ({ properties: { ServiceToken } }, refsOf) => {
    const token = String(ServiceToken);
    if (/^arn:[^:]+:sns:/.test(token)) return [{ why: 'it is made by a topic; functions make custom resources here' }];
    return refsOf('AWS::Lambda::Function').includes(functionName(token))
      ? []
      : [{ why: `no template here has the function that makes it, ${JSON.stringify(ServiceToken)}` }];
  },
  identify: ({ stack, logicalId }) => ({ ref: `${stack}-${logicalId}` }),
};

export const CUSTOM_RESOURCE = 'AWS::CloudFormation::CustomResource';

/** All types that begin with `Custom::` are of this one, but those that have their own name here. */
export const CUSTOM_RESOURCE_TYPES: Readonly<Record<string, ResourceType>> = { [CUSTOM_RESOURCE]: customResource };
