import { asObject } from '#template/document/as-object.ts';
import { InputError } from '#template/input-error.ts';
import type { Resource, ResourceType } from './resource-type.ts';

/** The call that a custom resource of the CDK's `AwsCustomResource` makes when it is made, JSON text in `Create`. */
function parametersOf({ properties: { Create } }: Resource): { policyName: string; policyDocument: string } {
  const { service, action, parameters } = asObject(JSON.parse(String(Create)));
  const { policyName, policyDocument } = asObject(parameters);
  if (service !== 'CloudWatchLogs' || action !== 'putResourcePolicy')
    throw new InputError(`its Create calls ${String(service)} ${String(action)}, not CloudWatchLogs putResourcePolicy`);
  return { policyName: String(policyName), policyDocument: String(policyDocument) };
}

/** What the CDK makes of a rule whose target is a log group: a resource policy of logs, which its own function would put by the API. */
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

export const LOG_RESOURCE_POLICY_TYPES: Readonly<Record<string, ResourceType>> = {
  'Custom::CloudwatchLogResourcePolicy': logResourcePolicy,
};
