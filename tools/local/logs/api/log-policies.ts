import { AwsError } from '../../aws-error.ts';
import type { LogPolicies } from '../log-policies.ts';
import { type Actions, limitOf, required } from './action.ts';

/** Who else may write to log groups (API reference: PutResourcePolicy). */
export const LOG_POLICY_ACTIONS: Actions = {
  PutResourcePolicy: ({ policyName, policyDocument }, { policies }) => ({
    resourcePolicy: told(policies.put(required(policyName, 'policyName'), required(policyDocument, 'policyDocument'))),
  }),
  DescribeResourcePolicies: (input, { policies }) => ({
    resourcePolicies: policies.all().map(told).slice(0, limitOf(input, 50)),
  }),
  DeleteResourcePolicy: ({ policyName }, { policies }) => {
    const name = required(policyName, 'policyName');
    if (policies.delete(name)) return {};
    throw new AwsError('ResourceNotFoundException', `Policy with name [${name}] does not exist.`);
  },
};

const told = ({ name, text, updatedAt }: ReturnType<LogPolicies['put']>) => ({
  ...{ policyName: name, policyDocument: text, lastUpdatedTime: updatedAt },
});
