import type { Attributes } from './attributes.ts';
import { policyIn } from './policy-document.ts';
import { type Conversions, named } from './resource.ts';

const inlinePolicy = (holder: 'RoleName' | 'UserName' | 'GroupName', attribute: string) => (policy: Attributes) => ({
  [holder]: policy.value(attribute),
  PolicyName: policy.value('name'),
  PolicyDocument: policyIn(policy, 'policy'),
});

/** IAM (AWS provider: "IAM (Identity & Access Management)"). What is attached is added by `attachments`. */
export const IDENTITIES: Conversions = {
  aws_iam_role: {
    type: 'AWS::IAM::Role',
    properties: (role) => ({
      RoleName: role.known('name'),
      Path: role.value('path'),
      AssumeRolePolicyDocument: policyIn(role, 'assume_role_policy'),
      ManagedPolicyArns: role.value('managed_policy_arns') ?? [],
      Policies: role
        .blocks('inline_policy')
        .map((policy) => ({ PolicyName: policy.value('name'), PolicyDocument: policyIn(policy, 'policy') })),
    }),
  },
  aws_iam_user: { type: 'AWS::IAM::User', properties: named({ UserName: 'name', Path: 'path' }) },
  aws_iam_group: { type: 'AWS::IAM::Group', properties: named({ GroupName: 'name', Path: 'path' }) },
  aws_iam_role_policy: { type: 'AWS::IAM::RolePolicy', properties: inlinePolicy('RoleName', 'role') },
  aws_iam_user_policy: { type: 'AWS::IAM::UserPolicy', properties: inlinePolicy('UserName', 'user') },
  aws_iam_group_policy: { type: 'AWS::IAM::GroupPolicy', properties: inlinePolicy('GroupName', 'group') },
  aws_iam_policy: {
    type: 'AWS::IAM::ManagedPolicy',
    properties: (policy) => ({
      ManagedPolicyName: policy.known('name'),
      Path: policy.value('path'),
      PolicyDocument: policyIn(policy, 'policy'),
    }),
  },
};
