import {
  GetPolicyVersionCommand,
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListPoliciesCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
} from '@aws-sdk/client-iam';
import { eachOf } from '#cli/aws/requests.ts';
import { type AccountClients, everyPage } from './account-clients.ts';
import { asJsonOr, type Found } from './found.ts';

/** Roles with their policies, and the account's own managed policies; the roles of AWS's services say nothing. */
export async function readRoles(clients: AccountClients): Promise<Found[]> {
  const { iam } = clients;
  const roles = await everyPage(
    (Marker) => iam.send(new ListRolesCommand({ Marker })),
    ({ Roles }) => Roles,
    ({ Marker }) => Marker,
  );
  const own = roles.filter(({ Path = '/' }) => !Path.startsWith('/aws-service-role/'));
  return [
    ...(await eachOf(own, async ({ RoleName = '', Path, Arn, AssumeRolePolicyDocument }): Promise<Found> => {
      const properties = {
        RoleName,
        Path,
        AssumeRolePolicyDocument: decoded(AssumeRolePolicyDocument),
        Policies: await inlinePolicies(clients, RoleName),
        ManagedPolicyArns: await everyPage(
          (Marker) => iam.send(new ListAttachedRolePoliciesCommand({ RoleName, Marker })),
          ({ AttachedPolicies }) => AttachedPolicies?.flatMap(({ PolicyArn }) => PolicyArn ?? []),
          (page) => page.Marker,
        ),
      };
      return { type: 'AWS::IAM::Role', name: RoleName, physical: [RoleName, Arn], properties };
    })),
    ...(await managedPolicies(clients)),
  ];
}

async function inlinePolicies({ iam }: AccountClients, RoleName: string): Promise<object[]> {
  const names = await everyPage(
    (Marker) => iam.send(new ListRolePoliciesCommand({ RoleName, Marker })),
    ({ PolicyNames }) => PolicyNames,
    ({ Marker }) => Marker,
  );
  return eachOf(names, async (PolicyName) => {
    const { PolicyDocument } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
    return { PolicyName, PolicyDocument: decoded(PolicyDocument) };
  });
}

async function managedPolicies({ iam }: AccountClients): Promise<Found[]> {
  const policies = await everyPage(
    (Marker) => iam.send(new ListPoliciesCommand({ Scope: 'Local', OnlyAttached: true, Marker })),
    ({ Policies }) => Policies,
    ({ Marker }) => Marker,
  );
  return eachOf(policies, async ({ PolicyName: name = '', Arn: PolicyArn, DefaultVersionId: VersionId, Path }) => {
    const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId }));
    const properties = { ManagedPolicyName: name, Path, PolicyDocument: decoded(PolicyVersion?.Document) };
    return { type: 'AWS::IAM::ManagedPolicy', name, physical: [PolicyArn], properties };
  });
}

/** IAM gives documents with percent signs (API reference: GetRolePolicy, RFC 3986). */
const decoded = (text: string | undefined): unknown =>
  asJsonOr(text?.startsWith('%') ? decodeURIComponent(text) : text);
