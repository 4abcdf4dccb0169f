import { EventBridgeClient, ListEventBusesCommand } from '@aws-sdk/client-eventbridge';
import { IAMClient, ListRolesCommand, UpdateRoleCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetCallerIdentityCommand, GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anAssembly } from '../../assembly.ts';
import { aRuntime } from '../../runtime.ts';
import { ACCOUNT, allow, aRole, assumed, roleArn, trust, trusts } from '../api/as-a-role.ts';

let local: Awaited<ReturnType<typeof aRuntime>>;
beforeAll(async () => {
  local = await aRuntime(anAssembly({}));
});
afterAll(() => local.runtime.stop());

const assume = (RoleArn: string, more: object = {}, access: object = local.access) =>
  new STSClient(access).send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'session', ...more }));
const denied = (who: string, role: string, why: string) => ({
  ...{ name: 'AccessDenied', $metadata: { httpStatusCode: 403 } },
  message: `User: ${who} is not authorized to perform: sts:AssumeRole on resource: ${role}${why}`,
});
const UNTRUSTED = ' because no role trust policy allows the sts:AssumeRole action';
const ROOT = `arn:aws:iam::${ACCOUNT}:root`;
const sessionOf = (role: string) => `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/session`;

describe('a role is assumed', () => {
  it('for an hour, with credentials of its own', async () => {
    const role = await aRole(local, 'hour');
    const { Credentials, AssumedRoleUser } = await assume(role);
    expect(AssumedRoleUser).toEqual({
      ...{ Arn: sessionOf('hour'), AssumedRoleId: expect.stringMatching(/^AROA[A-Z0-9]{17}:session$/) },
    });
    expect(Credentials?.AccessKeyId).toMatch(/^ASIA[A-Z0-9]{16}$/);
    expect((Credentials?.Expiration?.getTime() ?? 0) - Date.now()).toBeGreaterThan(59 * 60_000);
  });

  it('by whom its trust names, without a policy of their own', async () => {
    const first = await aRole(local, 'first');
    const second = await aRole(local, 'second');
    await trusts(local, 'second', trust({ AWS: first }));
    const access = await assumed(local, first);
    await expect(assume(second, {}, access)).resolves.toMatchObject({ AssumedRoleUser: { Arn: sessionOf('second') } });
  });

  it('by whom the account lets, where its trust names the account', async () => {
    const target = await aRole(local, 'target');
    const nobody = await assumed(local, await aRole(local, 'nobody'));
    await expect(assume(target, {}, nobody)).rejects.toMatchObject(
      denied(sessionOf('nobody'), target, ' because no identity-based policy allows the sts:AssumeRole action'),
    );
    const somebody = await assumed(local, await aRole(local, 'somebody', allow('sts:AssumeRole', target)));
    await expect(assume(target, {}, somebody)).resolves.toBeDefined();
  });

  it('by nobody else, whatever their policies say', async () => {
    const target = await aRole(local, 'of-lambda');
    await trusts(local, 'of-lambda', trust({ Service: 'lambda.amazonaws.com' }));
    const all = await assumed(local, await aRole(local, 'all', allow('*')));
    await expect(assume(target, {}, all)).rejects.toMatchObject(denied(sessionOf('all'), target, UNTRUSTED));
    await expect(assume(target)).rejects.toMatchObject(denied(ROOT, target, UNTRUSTED));
    expect(local.notices.at(-1)).toMatchObject({ kind: 'access-denied', who: 'root' });
  });

  it('on the conditions of its trust', async () => {
    const target = await aRole(local, 'external');
    const external = { Condition: { StringEquals: { 'sts:ExternalId': 'secret' } } };
    await trusts(local, 'external', trust({ AWS: ACCOUNT }, external));
    await expect(assume(target)).rejects.toMatchObject(denied(ROOT, target, UNTRUSTED));
    await expect(assume(target, { ExternalId: 'secret' })).resolves.toBeDefined();
  });

  it('from another account only if both let it', async () => {
    const other = { ...local.access, credentials: { accessKeyId: '111122223333', secretAccessKey: 'any' } };
    const target = await aRole(local, 'across');
    const root = 'arn:aws:iam::111122223333:root';
    await expect(assume(target, {}, other)).rejects.toMatchObject(denied(root, target, UNTRUSTED));
    await trusts(local, 'across', trust({ AWS: root }));
    const { Credentials } = await assume(target, {}, other);
    const credentials = { accessKeyId: Credentials?.AccessKeyId ?? '', secretAccessKey: 'any' };
    const who = await new STSClient({ ...local.access, credentials }).send(new GetCallerIdentityCommand({}));
    expect(who).toMatchObject({ Account: ACCOUNT, Arn: sessionOf('across') });
  });
});

describe('a call is refused', () => {
  it.each([
    ['nothing-valid-in-here', {}, 'nothing-valid-in-here is invalid'],
    ['arn::b:::something/test-role', {}, 'arn::b:::something/test-role is invalid'],
    ['arn:a::::something/test-role', {}, 'arn:a::::something/test-role is invalid'],
    ['arn:a:::something/test-role', {}, 'arn:a:::something/test-role is invalid'],
    ['arn:a:a::aaaaaaaaaa:', {}, 'arn:a:a::aaaaaaaaaa: is invalid'],
    [
      ...[roleArn('any'), { RoleSessionName: 'Session1:2' }],
      "1 validation error detected: Value 'Session1:2' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*",
    ],
    [
      ...[roleArn('any'), { DurationSeconds: 899 }],
      "1 validation error detected: Value '899' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900",
    ],
  ] as [string, object, string][])('for %s with %j, as recorded at AWS', async (role, more, message) => {
    await expect(assume(role, more)).rejects.toMatchObject({ name: 'ValidationError', message });
  });

  it('for a role that is not there', async () => {
    await expect(assume(roleArn('missing'))).rejects.toMatchObject(denied(ROOT, roleArn('missing'), ''));
  });

  it('for longer than the role allows', async () => {
    const role = await aRole(local, 'long');
    await expect(assume(role, { DurationSeconds: 7200 })).rejects.toThrow('exceeds the MaxSessionDuration');
    await new IAMClient(local.access).send(new UpdateRoleCommand({ RoleName: 'long', MaxSessionDuration: 7200 }));
    await expect(assume(role, { DurationSeconds: 7200 })).resolves.toBeDefined();
  });

  it('for what is not honoured here, by its name', async () => {
    const Tags = [{ Key: 'a', Value: 'b' }];
    await expect(assume(await aRole(local, 'tags'), { Tags })).rejects.toThrow('cannot honour Tags');
  });

  it('when the credentials are no longer good, by the clock', async () => {
    const own = await aRuntime(anAssembly({}));
    try {
      const access = await assumed(own, await aRole(own, 'expires', allow('*')), { DurationSeconds: 900 });
      const list = () => new EventBridgeClient(access).send(new ListEventBusesCommand({}));
      await expect(list()).resolves.toBeDefined();
      own.runtime.clock.hold();
      await own.runtime.clock.moveBy(900_000);
      await expect(list()).rejects.toMatchObject({
        ...{ name: 'ExpiredTokenException', message: 'The security token included in the request is expired' },
      });
      await expect(new IAMClient(access).send(new ListRolesCommand({}))).rejects.toMatchObject({
        name: expect.stringMatching(/^ExpiredToken/),
      });
    } finally {
      await own.runtime.stop();
    }
  });
});

it('a token for a session is the caller’s', async () => {
  const { Credentials } = await new STSClient(local.access).send(new GetSessionTokenCommand({}));
  const credentials = { accessKeyId: Credentials?.AccessKeyId ?? '', secretAccessKey: 'any' };
  const who = await new STSClient({ ...local.access, credentials }).send(new GetCallerIdentityCommand({}));
  expect(who).toMatchObject({ Arn: ROOT });
});
