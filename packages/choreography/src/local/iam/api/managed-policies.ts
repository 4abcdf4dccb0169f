import { AwsError } from '#local/gateway/aws-error.ts';
import type { QueryValue } from '#local/gateway/query-protocol.ts';
import { type Identities, noSuchEntity } from '#local/iam/identities.ts';
import { isManagedByAws, type ManagedPolicy, uniqueId } from '#local/iam/identity.ts';
import { managedPolicy, managedPolicyNames } from '#local/iam/managed-policies.ts';
import { iamArn } from '#local/runtime/account.ts';
import { type Actions, type Call, deleteConflict, tagList } from './action.ts';
import { listPage } from './page.ts';
import { readPolicy } from './policy-document.ts';
import { documentIn } from './roles.ts';

export const MANAGED_POLICY_ACTIONS: Actions = {
  CreatePolicy: ({ input, identities, iam }) => {
    const name = input.text('PolicyName');
    const path = input.path();
    const arn = iamArn(`policy${path}${name}`, identities.account);
    const first = { ...readPolicy(documentIn(input, 'PolicyDocument'), 'managed'), createdAt: iam.now() };
    if (identities.policies.has(arn))
      throw new AwsError(
        'EntityAlreadyExists',
        `A policy called ${name} already exists. Duplicate names are not allowed.`,
        409,
      );
    const policy: ManagedPolicy = {
      name,
      path,
      arn,
      id: uniqueId('ANPA'),
      description: input.optional('Description'),
      createdAt: iam.now(),
      updatedAt: iam.now(),
      ofTemplate: false,
      tags: new Map(input.tags()),
      versions: new Map([['v1', first]]),
      defaultVersion: 'v1',
      made: 1,
    };
    identities.policies.set(arn, policy);
    const { Description: _, ...told } = described(policy, identities);
    return { Policy: told };
  },
  GetPolicy: ({ input, identities }) => {
    const arn = input.policyArn();
    return { Policy: isManagedByAws(arn) ? ofAws(arn, identities) : described(policyOf(arn, identities), identities) };
  },
  ListPolicies: ({ input, identities }) => {
    const scope = input.optional('Scope') ?? 'All';
    const prefix = input.optional('PathPrefix') ?? '/';
    const own = [...identities.policies.values()].map((policy) => described(policy, identities));
    const theirs = managedPolicyNames().map((name) => ofAws(`arn:aws:iam::aws:policy/${name}`, identities));
    const all = [...(scope === 'AWS' ? [] : own), ...(scope === 'Local' ? [] : theirs)].filter(
      ({ Path, AttachmentCount }) =>
        Path.startsWith(prefix) && (input.optional('OnlyAttached') !== 'true' || AttachmentCount > 0),
    );
    return listPage('Policies', all, ({ Arn }) => Arn, inList, input);
  },
  DeletePolicy: ({ input, identities }) => {
    const arn = input.policyArn();
    const policy = policyOf(arn, identities);
    if (identities.attachedTo(arn).length > 0) throw deleteConflict('Cannot delete a policy attached to entities.');
    if (policy.versions.size > 1)
      throw deleteConflict(
        "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
      );
    identities.policies.delete(arn);
  },
  ListEntitiesForPolicy: ({ input, identities }) => {
    const arn = input.policyArn();
    if (!isManagedByAws(arn)) policyOf(arn, identities);
    const entities = identities.attachedTo(arn);
    return {
      PolicyGroups: entities
        .filter(({ kind }) => kind === 'group')
        .map(({ name, id }) => ({ GroupName: name, GroupId: id })),
      PolicyRoles: entities
        .filter(({ kind }) => kind === 'role')
        .map(({ name, id }) => ({ RoleName: name, RoleId: id })),
      PolicyUsers: entities
        .filter(({ kind }) => kind === 'user')
        .map(({ name, id }) => ({ UserName: name, UserId: id })),
      IsTruncated: false,
    };
  },
};

/** Throws IAM's answer when there is none, or AWS's own is to be changed. */
function policyOf(arn: string, identities: Identities): ManagedPolicy {
  const found = identities.policies.get(arn);
  if (!found) throw noSuchEntity(`Policy ${arn} was not found.`);
  return found;
}

type Described = Readonly<Record<'PolicyName' | 'PolicyId' | 'Arn' | 'Path' | 'DefaultVersionId', string>> & {
  readonly AttachmentCount: number;
  readonly Description?: string | undefined;
  readonly Tags?: QueryValue;
} & { readonly [name: string]: QueryValue };

const described = (policy: ManagedPolicy, identities: Identities): Described => ({
  PolicyName: policy.name,
  PolicyId: policy.id,
  Arn: policy.arn,
  Path: policy.path,
  DefaultVersionId: policy.defaultVersion,
  AttachmentCount: identities.attachedTo(policy.arn).length,
  PermissionsBoundaryUsageCount: [...identities.all('role'), ...identities.all('user')].filter(
    ({ boundary }) => boundary === policy.arn,
  ).length,
  IsAttachable: true,
  Description: policy.description,
  CreateDate: new Date(policy.createdAt),
  UpdateDate: new Date(policy.updatedAt),
  Tags: tagList(policy.tags),
});

/** One of the AWS managed policies that are known here. Throws IAM's error for another one. */
function ofAws(arn: string, identities: Identities): Described {
  managedPolicy(arn);
  const [, path = '/', name = ''] = /:policy(\/(?:.+\/)?)([^/]+)$/.exec(arn) ?? [];
  return {
    PolicyName: name,
    PolicyId: uniqueId('ANPA', arn),
    Arn: arn,
    Path: path,
    DefaultVersionId: 'v1',
    AttachmentCount: identities.attachedTo(arn).length,
    PermissionsBoundaryUsageCount: 0,
    IsAttachable: true,
    CreateDate: new Date(0),
    UpdateDate: new Date(0),
  };
}

function inList({ Description: _, Tags: __, ...told }: Described): QueryValue {
  return told;
}

/** A policy of the account that a call names. */
export const namedIn = ({ input, identities }: Call): ManagedPolicy => policyOf(input.policyArn(), identities);
