import { isDeepStrictEqual } from 'node:util';
import { branchesOf, isNoValue } from '#template/sam/intrinsic.ts';
import { getArn, made, type Resources, type SamResource } from '#template/sam/resources.ts';
import { managedPolicyArn, ofAws } from './managed-policies.ts';
import { policiesOf } from './policies.ts';

/** What the role gets beside `Policies`: for what SAM makes, and for the events that are polled. */
export interface RoleNeeds {
  /** Names of AWS's managed policies. */
  readonly managed: readonly string[];
  /** Policies as `AWS::IAM::Role` has them, before and after those of `Policies`. */
  readonly before?: readonly object[];
  readonly after?: readonly object[];
  /** Names of AWS's managed policies that come last. */
  readonly polling?: readonly string[];
  readonly trust?: unknown;
}

/** The role `IDRole` that SAM makes. */
export function roleOf(sam: SamResource, service: string, needs: RoleNeeds): Resources {
  const { id, properties } = sam;
  const { managed, inline } = policiesOf(sam);
  const arns = [...needs.managed.map(ofAws), ...managed.map(managedPolicyArn), ...(needs.polling ?? []).map(ofAws)];
  const policies = [...(needs.before ?? []), ...inline];
  for (const policy of needs.after ?? [])
    if (!policies.some((each) => isSameDocument(each, policy))) policies.push(policy);
  return {
    [`${id}Role`]: made(sam, 'AWS::IAM::Role', {
      AssumeRolePolicyDocument: needs.trust ?? trustIn(service),
      ManagedPolicyArns: arns.filter((arn, index) => arns.findIndex((each) => isDeepStrictEqual(each, arn)) === index),
      Policies: policies.length > 0 ? policies : undefined,
      PermissionsBoundary: properties.PermissionsBoundary,
      Path: properties.RolePath,
    }),
  };
}

const isSameDocument = (a: object, b: object): boolean =>
  isDeepStrictEqual(
    (a as { PolicyDocument?: unknown }).PolicyDocument,
    (b as { PolicyDocument?: unknown }).PolicyDocument,
  );

/** The document by which a service may act in a role. */
export const trustIn = (service: string) => ({
  Version: '2012-10-17',
  Statement: [{ Action: ['sts:AssumeRole'], Effect: 'Allow', Principal: { Service: [service] } }],
});

/**
 * What a function's `Role` becomes: the role that SAM makes where none is given, in one branch of a condition or at all.
 * `made` is that role, if there is one.
 */
export function roleReference(sam: SamResource, role: Resources): { reference: unknown; made: Resources } {
  const { id, properties, conditions } = sam;
  const given = properties.Role;
  const own = getArn(`${id}Role`);
  if (given === undefined || given === '') return { reference: own, made: role };
  const branches = branchesOf(given);
  if (!branches) return { reference: given, made: {} };
  const { condition, whenTrue, whenFalse } = branches;
  const under = (Condition: string): Resources =>
    Object.fromEntries(Object.entries(role).map(([key, resource]) => [key, { ...resource, Condition }]));
  if (isNoValue(whenTrue) && isNoValue(whenFalse)) return { reference: own, made: role };
  if (isNoValue(whenTrue)) return { reference: { 'Fn::If': [condition, own, whenFalse] }, made: under(condition) };
  if (!isNoValue(whenFalse)) return { reference: given, made: {} };
  conditions[`NOT${condition}`] = { 'Fn::Not': [{ Condition: condition }] };
  return { reference: { 'Fn::If': [condition, whenTrue, own] }, made: under(`NOT${condition}`) };
}
