import { ACCOUNT, PARTITION } from '#local/account.ts';
import { managedPolicy } from '#local/iam/managed-policies.ts';
import type { PolicyDocument } from '#local/iam/policy.ts';
import { physicalName, type Resource, type ResourceType } from './resource-type.ts';

const iamArn = (kind: string, name: string): string => `arn:${PARTITION}:iam::${ACCOUNT}:${kind}/${name}`;

const DESCRIPTION = 'It says nothing that the runtime acts on.';

const role: ResourceType = {
  honours: ['RoleName', 'Policies', 'ManagedPolicyArns'],
  withoutEffect: {
    AssumeRolePolicyDocument: 'A function has the role that its template gives it.',
    ...{ Description: DESCRIPTION, Path: DESCRIPTION, Tags: DESCRIPTION, MaxSessionDuration: DESCRIPTION },
  },
  identify: (resource) => {
    const name = physicalName(resource, 'RoleName');
    return { ref: name, attributes: { Arn: iamArn('role', name), RoleId: name } };
  },
  addsUp: true,
  create: ({ properties }, { ref }, { iam }) => {
    iam.addRole(ref);
    const { Policies = [], ManagedPolicyArns = [] } = properties as {
      Policies?: { PolicyDocument: PolicyDocument }[];
      ManagedPolicyArns?: string[];
    };
    for (const { PolicyDocument } of Policies) iam.attach(ref, PolicyDocument);
    for (const policyArn of ManagedPolicyArns) {
      const isOwn = policyArn.includes(`:${ACCOUNT}:`);
      iam.attach(ref, isOwn ? iam.policy(policyArn) : managedPolicy(policyArn));
    }
  },
};

const rolesOf = ({ properties }: Resource): string[] => [
  ...((properties.Roles ?? []) as string[]),
  ...(properties.RoleName === undefined ? [] : [String(properties.RoleName)]),
];

/** A policy that stands within the roles that it names. */
const policy: ResourceType = {
  honours: ['PolicyName', 'PolicyDocument', 'Roles', 'RoleName'],
  identify: (resource) => ({ ref: physicalName(resource, 'PolicyName') }),
  addsUp: true,
  create: (resource, _, { iam }) => {
    for (const name of rolesOf(resource)) iam.attach(name, resource.properties.PolicyDocument as PolicyDocument);
  },
};

/** A policy that roles name by its ARN, or that names them. */
const ownManagedPolicy: ResourceType = {
  honours: ['ManagedPolicyName', 'PolicyDocument', 'Roles'],
  withoutEffect: { Description: DESCRIPTION, Path: DESCRIPTION },
  identify: (resource) => {
    const policyArn = iamArn('policy', physicalName(resource, 'ManagedPolicyName'));
    return { ref: policyArn, attributes: { PolicyArn: policyArn } };
  },
  addsUp: true,
  create: (resource, { ref }, { iam }) => {
    const document = resource.properties.PolicyDocument as PolicyDocument;
    iam.addPolicy(ref, document);
    for (const name of rolesOf(resource)) iam.attach(name, document);
  },
};

export const IAM_TYPES: Readonly<Record<string, ResourceType>> = {
  'AWS::IAM::Role': role,
  'AWS::IAM::Policy': policy,
  'AWS::IAM::RolePolicy': policy,
  'AWS::IAM::ManagedPolicy': ownManagedPolicy,
};
