import { uniqueId } from '#local/iam/identity.ts';
import { whyUnknownPolicy } from '#local/iam/managed-policies.ts';
import type { PolicyDocument } from '#local/iam/policy.ts';
import { ACCOUNT, iamArn } from '#local/runtime/account.ts';
import { type Incapacity, physicalName, type Resource, type ResourceType } from './resource-type.ts';

const pathOf = ({ properties: { Path } }: Resource): string => (typeof Path === 'string' ? Path : '/');

const role: ResourceType = {
  honours: [
    ...['RoleName', 'Path', 'AssumeRolePolicyDocument', 'Policies', 'ManagedPolicyArns', 'PermissionsBoundary'],
    ...['Description', 'MaxSessionDuration', 'Tags'],
  ],
  cannot: ({ properties: { ManagedPolicyArns = [] } }) =>
    (ManagedPolicyArns as unknown[]).flatMap((policyArn, at): Incapacity[] => {
      const why = whyUnknownPolicy(String(policyArn));
      return why === undefined ? [] : [{ property: `ManagedPolicyArns.${at}`, why }];
    }),
  identify: (resource) => {
    const name = physicalName(resource, 'RoleName');
    const arn = iamArn(`role${pathOf(resource)}${name}`);
    return { ref: name, attributes: { Arn: arn, RoleId: uniqueId('AROA', name) } };
  },
  addsUp: true,
  create: (resource, { ref }, { iam }) => {
    const {
      Policies = [],
      ManagedPolicyArns = [],
      AssumeRolePolicyDocument,
      ...more
    } = resource.properties as {
      Policies?: { PolicyName?: string; PolicyDocument: PolicyDocument }[];
      ManagedPolicyArns?: string[];
      AssumeRolePolicyDocument?: PolicyDocument;
      PermissionsBoundary?: string;
      Description?: string;
      MaxSessionDuration?: number | string;
      Tags?: { Key: string; Value: string }[];
    };
    iam.in().putRoleOfTemplate(ref, AssumeRolePolicyDocument, {
      path: pathOf(resource),
      ...(more.PermissionsBoundary !== undefined && { boundary: more.PermissionsBoundary }),
      ...(more.Description !== undefined && { description: more.Description }),
      ...(more.MaxSessionDuration !== undefined && { maxSessionSeconds: Number(more.MaxSessionDuration) }),
      ...(more.Tags !== undefined && { tags: new Map(more.Tags.map(({ Key, Value }) => [Key, String(Value)])) }),
    });
    for (const [index, inline] of Policies.entries())
      iam.in().putPolicyOfTemplate(ref, inline.PolicyName ?? `policy${index}`, inline.PolicyDocument);
    for (const policyArn of ManagedPolicyArns) iam.in().attachByTemplate(ref, policyArn);
  },
};

const rolesOf = ({ properties }: Resource): string[] => [
  ...((properties.Roles ?? []) as string[]),
  ...(properties.RoleName === undefined ? [] : [String(properties.RoleName)]),
];

/** An inline policy of the roles that it names. */
const policy: ResourceType = {
  honours: ['PolicyName', 'PolicyDocument', 'Roles', 'RoleName'],
  identify: (resource) => ({ ref: physicalName(resource, 'PolicyName') }),
  addsUp: true,
  create: (resource, { ref }, { iam }) => {
    for (const name of rolesOf(resource))
      iam.in().putPolicyOfTemplate(name, ref, resource.properties.PolicyDocument as PolicyDocument);
  },
};

/** A policy that roles name by its ARN, or that names them. */
const ownManagedPolicy: ResourceType = {
  honours: ['ManagedPolicyName', 'PolicyDocument', 'Roles', 'Path', 'Description'],
  identify: (resource) => {
    const policyArn = iamArn(`policy${pathOf(resource)}${physicalName(resource, 'ManagedPolicyName')}`, ACCOUNT);
    return { ref: policyArn, attributes: { PolicyArn: policyArn } };
  },
  addsUp: true,
  create: (resource, { ref }, { iam }) => {
    const { PolicyDocument: document, Description } = resource.properties;
    iam.in().addPolicyOfTemplate(ref, document as PolicyDocument, Description as string | undefined);
    for (const name of rolesOf(resource)) iam.in().attachByTemplate(name, ref);
  },
};

export const IAM_TYPES: Readonly<Record<string, ResourceType>> = {
  'AWS::IAM::Role': role,
  'AWS::IAM::Policy': policy,
  'AWS::IAM::RolePolicy': policy,
  'AWS::IAM::ManagedPolicy': ownManagedPolicy,
};
