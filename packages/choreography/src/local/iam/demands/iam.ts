import { readForm } from '#local/gateway/query-protocol.ts';
import { whereaboutsOf } from '#local/iam/caller.ts';
import { iamArn } from '#local/runtime/account.ts';
import type { Demand, Demands } from './demand.ts';

/** What calls to IAM ask leave for (service authorization reference: "AWS Identity and Access Management"). */
export const iamDemands: Demands = (request, caller) => {
  const form = readForm(request.body);
  const { account } = whereaboutsOf(request, caller);
  const action = `iam:${String(form.Action ?? '')}`;
  const {
    RoleName,
    GroupName,
    InstanceProfileName,
    PolicyArn,
    PolicyName,
    Path = '/',
  } = form as Record<string, string | undefined>;
  // Users may ask for themselves without a name.
  const self = caller?.kind === 'user' && OF_ONESELF.test(action) ? caller.identity : undefined;
  const UserName = typeof form.UserName === 'string' ? form.UserName : self;
  const context = {
    ...(PolicyArn !== undefined && /^iam:(?:At|De)tach/.test(action) && { 'iam:policyarn': [PolicyArn] }),
    ...(typeof form.PermissionsBoundary === 'string' && { 'iam:permissionsboundary': [form.PermissionsBoundary] }),
  };
  if (InstanceProfileName !== undefined) {
    const path = action === 'iam:CreateInstanceProfile' ? Path : '/';
    const profile = { action, resource: iamArn(`instance-profile${path}${InstanceProfileName}`, account), context };
    const isHanded = action === 'iam:AddRoleToInstanceProfile' && RoleName !== undefined;
    return [profile, ...(isHanded ? passRole(iamArn(`role/${RoleName}`, account), 'ec2.amazonaws.com') : [])];
  }
  if (GroupName !== undefined)
    return [
      { action, resource: iamArn(`group${action === 'iam:CreateGroup' ? Path : '/'}${GroupName}`, account), context },
    ];
  // A call names a role without its path, and so does IAM in its refusals.
  const resource =
    RoleName !== undefined
      ? iamArn(`role${action === 'iam:CreateRole' ? Path : '/'}${RoleName}`, account)
      : UserName !== undefined
        ? iamArn(`user${action === 'iam:CreateUser' ? Path : '/'}${UserName}`, account)
        : (PolicyArn ?? (PolicyName !== undefined ? iamArn(`policy${Path}${PolicyName}`, account) : '*'));
  return [{ action, resource, context }];
};

/** Actions that act on who calls, when no user is named. */
const OF_ONESELF = /^iam:(?:GetUser|\w+AccessKeys?)$/;

/** What handing a role to a service asks leave for (IAM user guide: "Granting a user permissions to pass a role to an AWS service"). */
export const passRole = (roleArn: string | undefined, service: string): Demand[] =>
  roleArn === undefined || roleArn === ''
    ? []
    : [{ action: 'iam:PassRole', resource: roleArn, context: { 'iam:passedtoservice': [service] } }];
