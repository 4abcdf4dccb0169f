import type { LogResourcePolicy } from '#local/logs/resource-policies.ts';
import { type Actions, invalidToken, limitOf, required } from './action.ts';

export const RESOURCE_POLICY_ACTIONS: Actions = {
  PutResourcePolicy: ({ policyName, policyDocument }, { resourcePolicies }) => {
    const name = required(policyName, 'policyName');
    return { resourcePolicy: describePolicy(resourcePolicies.put(name, required(policyDocument, 'policyDocument'))) };
  },
  DescribeResourcePolicies: (input, { resourcePolicies }) => {
    const all = resourcePolicies.all();
    const first = input.nextToken === undefined ? 0 : all.findIndex(({ name }) => name === input.nextToken) + 1;
    if (input.nextToken !== undefined && first === 0) throw invalidToken();
    const page = all.slice(first, first + limitOf(input, 50));
    return {
      resourcePolicies: page.map(describePolicy),
      ...(first + page.length < all.length && { nextToken: page.at(-1)?.name }),
    };
  },
  DeleteResourcePolicy: ({ policyName }, { resourcePolicies }) => {
    resourcePolicies.delete(required(policyName, 'policyName'));
    return {};
  },
};

const describePolicy = ({ name, document, changedAt }: LogResourcePolicy) => ({
  policyName: name,
  policyDocument: document,
  lastUpdatedTime: changedAt,
  policyScope: 'ACCOUNT',
});
