import type { QueryValue } from '#local/gateway/query-protocol.ts';
import { type Identity, type Role, uniqueId } from '#local/iam/identity.ts';
import { iamArn } from '#local/runtime/account.ts';
import { type Actions, alreadyExists, type Call, deleteConflict, tagList, validationError } from './action.ts';
import { mustBeInNoProfile } from './instance-profiles.ts';
import { listPage } from './page.ts';
import { encoded, readPolicy } from './policy-document.ts';

export const ROLE_ACTIONS: Actions = {
  CreateRole: ({ input, identities, iam }) => {
    const name = input.text('RoleName', { max: 64 });
    const path = input.path();
    const trust = readPolicy(documentIn(input, 'AssumeRolePolicyDocument'), 'trust');
    if (identities.role(name)) throw alreadyExists(`Role with name ${name} already exists.`);
    const role: Role = {
      kind: 'role',
      name,
      path,
      arn: iamArn(`role${path}${name}`, identities.account),
      id: uniqueId('AROA'),
      createdAt: iam.now(),
      ofTemplate: false,
      tags: new Map(input.tags()),
      inline: new Map(),
      attached: new Map(),
      trust,
      description: input.optional('Description'),
      maxSessionSeconds: maxSession(input) ?? 3600,
      boundary: input.optional('PermissionsBoundary') === undefined ? undefined : boundaryIn({ input, identities }),
    };
    identities.add(role);
    const { MaxSessionDuration: _, RoleLastUsed: __, ...told } = described(role);
    return { Role: told };
  },
  GetRole: (call) => ({ Role: described(roleOf(call)) }),
  ListRoles: ({ input, identities }) => {
    const prefix = input.optional('PathPrefix') ?? '/';
    const roles = identities.all('role').filter(({ path }) => path.startsWith(prefix));
    return listPage('Roles', roles, ({ name }) => name, inList, input);
  },
  UpdateRole: (call) => {
    const role = roleOf(call);
    role.description = call.input.optional('Description') ?? role.description;
    role.maxSessionSeconds = maxSession(call.input) ?? role.maxSessionSeconds;
    return {};
  },
  UpdateRoleDescription: (call) => {
    const role = roleOf(call);
    role.description = call.input.optional('Description');
    return { Role: described(role) };
  },
  UpdateAssumeRolePolicy: (call) => {
    roleOf(call).trust = readPolicy(documentIn(call.input, 'PolicyDocument'), 'trust');
  },
  DeleteRole: (call) => {
    const role = roleOf(call);
    mustBeInNoProfile(call.identities.profilesOf(role));
    mustHaveNoPolicies(role);
    call.identities.delete(role);
  },
  PutRolePermissionsBoundary: (call) => {
    roleOf(call).boundary = boundaryIn(call);
  },
  DeleteRolePermissionsBoundary: (call) => {
    roleOf(call).boundary = undefined;
  },
};

/** A role that a call names. Throws IAM's answer when there is none. */
export const roleOf = ({ input, identities }: Call): Role =>
  identities.get('role', input.text('RoleName', { max: 64 })) as Role;

export const documentIn = (input: Call['input'], name: string): string =>
  input.text(name, { max: 131_072, pattern: '[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+' });

/** The ARN of the policy that is to be a boundary, which must exist. */
export function boundaryIn({ input, identities }: Pick<Call, 'input' | 'identities'>): string {
  const arn = input.policyArn('PermissionsBoundary');
  if (arn.split(':')[4] !== 'aws' && !identities.policies.has(arn))
    throw validationError(`Scope ARN: ${arn} does not exist or is not attachable.`);
  return arn;
}

/** Throws IAM's answer when an identity that is to be removed still has policies. */
export function mustHaveNoPolicies({ inline, attached }: Identity): void {
  if (attached.size > 0) throw deleteConflict('Cannot delete entity, must detach all policies first.');
  if (inline.size > 0) throw deleteConflict('Cannot delete entity, must delete policies first.');
}

export const boundaryAnswer = (boundary: string | undefined): QueryValue =>
  boundary === undefined ? undefined : { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: boundary };

function maxSession(input: Call['input']): number | undefined {
  const given = input.optional('MaxSessionDuration');
  if (given === undefined) return undefined;
  const seconds = Number(given);
  const at = `1 validation error detected: Value '${given}' at 'maxSessionDuration' failed to satisfy constraint: Member must have value`;
  if (!(seconds >= 3600)) throw validationError(`${at} greater than or equal to 3600`);
  if (seconds > 43_200) throw validationError(`${at} less than or equal to 43200`);
  return seconds;
}

const described = (role: Role) => ({
  Path: role.path,
  RoleName: role.name,
  RoleId: role.id,
  Arn: role.arn,
  CreateDate: new Date(role.createdAt),
  AssumeRolePolicyDocument: encoded(role.trust.text),
  Description: role.description,
  MaxSessionDuration: role.maxSessionSeconds,
  PermissionsBoundary: boundaryAnswer(role.boundary),
  Tags: tagList(role.tags),
  RoleLastUsed: {},
});

/** As an instance profile has it. */
export function toldInProfile(role: Role): { readonly [name: string]: QueryValue } {
  const { Path, RoleName, RoleId, Arn, CreateDate, AssumeRolePolicyDocument } = described(role);
  return { Path, RoleName, RoleId, Arn, CreateDate, AssumeRolePolicyDocument };
}

/** A list has neither tags nor boundaries (API reference: ListRoles). */
function inList(role: Role): QueryValue {
  const { Tags: _, PermissionsBoundary: __, RoleLastUsed: ___, ...told } = described(role);
  return told;
}
