import { CreateRoleCommand, IAMClient, PutRolePolicyCommand, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { anAssembly } from '../../assembly.ts';
import { aRuntime } from '../../runtime.ts';

export type Local = Awaited<ReturnType<typeof aRuntime>>;

export const ACCOUNT = '000000000000';
export const roleArn = (name: string, account = ACCOUNT) => `arn:aws:iam::${account}:role/${name}`;

/** A policy as text. */
export const policy = (...Statement: object[]): string => JSON.stringify({ Version: '2012-10-17', Statement });
export const allow = (Action: string | string[], Resource: string | string[] = '*', more: object = {}) => ({
  ...{ Effect: 'Allow', Action, Resource },
  ...more,
});
export const trust = (Principal: object | string, more: object = {}): string =>
  policy({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole', ...more });
/** Lets everybody in who the account's own policies let. */
export const TRUSTS_ACCOUNT = trust({ AWS: `arn:aws:iam::${ACCOUNT}:root` });

/** A runtime with a bus `shop`, and the client that asks its IAM. */
export async function anIam() {
  const local = await aRuntime(anAssembly({ Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'shop' } } }));
  const iam = new IAMClient(local.access);
  return { local, iam, send: iam.send.bind(iam) as IAMClient['send'] };
}

/** Makes a role that trusts its account, Lambda and EventBridge, with one policy. */
export async function aRole(local: Local, name: string, ...statements: object[]): Promise<string> {
  const iam = new IAMClient(local.access);
  const both = trust({ AWS: ACCOUNT, Service: ['lambda.amazonaws.com', 'events.amazonaws.com'] });
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: both }));
  if (statements.length > 0)
    await iam.send(
      new PutRolePolicyCommand({ RoleName: name, PolicyName: 'does', PolicyDocument: policy(...statements) }),
    );
  return Role?.Arn ?? '';
}

export async function trusts(local: Local, name: string, document: string): Promise<void> {
  const iam = new IAMClient(local.access);
  await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: name, PolicyDocument: document }));
}

/** Access as a role: what clients need to be made. */
export async function assumed(
  local: Pick<Local, 'access'>,
  RoleArn: string,
  more: object = {},
): Promise<Local['access']> {
  const sts = new STSClient(local.access);
  const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'session', ...more }));
  return {
    ...local.access,
    credentials: {
      ...{ accessKeyId: Credentials?.AccessKeyId ?? '', secretAccessKey: Credentials?.SecretAccessKey ?? '' },
      sessionToken: Credentials?.SessionToken ?? '',
    },
  } as Local['access'];
}
