import { asObject } from '#template/document/as-object.ts';
import { InputError } from '#template/input-error.ts';
import type { Resource, ResourceType } from './resource-type.ts';

/** The parameters of the call in `Create` (JSON text) of the CDK's `AwsCustomResource`. Throws an InputError if it is another call. */
function parametersOf({ properties: { Create } }: Resource): { policyName: string; policyDocument: string } {
  const { service, action, parameters } = asObject(JSON.parse(String(Create)));
  const { policyName, policyDocument } = asObject(parameters);
  if (service !== 'CloudWatchLogs' || action !== 'putResourcePolicy')
    throw new InputError(
      `its Create calls "${String(service)}" "${String(action)}", and not CloudWatchLogs putResourcePolicy`,
    );
  return { policyName: String(policyName), policyDocument: String(policyDocument) };
}

/** The resource policy of logs that the CDK makes for a rule with a log group as target: a custom resource, whose function would put it. */
const logResourcePolicy: ResourceType = {
  honours: ['Create'],
  withoutEffect: Object.fromEntries(
    ['ServiceToken', 'ServiceTimeout', 'Update', 'Delete', 'InstallLatestAwsSdk'].map((each) => [
      each,
      'The runtime puts the policy itself.',
    ]),
  ),
  identify: ({ stack, logicalId }) => ({ ref: `${stack}-${logicalId}` }),
  addsUp: true,
  create: (resource, _, { logs }) => {
    const { policyName, policyDocument } = parametersOf(resource);
    logs.resourcePolicies.put(policyName, policyDocument, true);
  },
};

/** The type of the CDK's custom resource for a resource policy of logs. */
export const LOG_RESOURCE_POLICY_TYPES: Readonly<Record<string, ResourceType>> = {
  'Custom::CloudwatchLogResourcePolicy': logResourcePolicy,
};
