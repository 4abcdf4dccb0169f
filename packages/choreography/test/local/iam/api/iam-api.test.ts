import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DeleteUserCommand,
  DetachRolePolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  GetUserCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListEntitiesForPolicyCommand,
  ListPoliciesCommand,
  ListPolicyVersionsCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
  ListRoleTagsCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACCOUNT, allow, anIam, assumed, type Local, policy, roleArn, TRUSTS_ACCOUNT, trust } from './as-a-role.ts';

let local: Local;
let send: IAMClient['send'];
beforeAll(async () => {
  ({ local, send } = await anIam());
});
afterAll(() => local.runtime.stop());

const SERVICE_TRUST = trust({ Service: 'lambda.amazonaws.com' });
const aRole = (RoleName: string, more: object = {}) =>
  send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: SERVICE_TRUST, ...more }));
const refused = (name: string, message: string | RegExp) => ({
  name: expect.stringMatching(new RegExp(`^${name}(Exception)?$`)),
  message: typeof message === 'string' ? message : expect.stringMatching(message),
});
const managed = async (PolicyName: string) => {
  const { Policy } = await send(new CreatePolicyCommand({ PolicyName, PolicyDocument: policy(allow('sqs:*')) }));
  return Policy?.Arn ?? '';
};

describe('a role', () => {
  it('is made, told, listed by its path and removed, as recorded at AWS', async () => {
    const tags = { Tags: [{ Key: 'test', Value: 'value' }] };
    const { Role } = await aRole('made', { Path: '/with/path/', ...tags });
    expect(Role).toEqual({
      ...{ Path: '/with/path/', RoleName: 'made', RoleId: expect.stringMatching(/^AROA[A-Z0-9]{17}$/), ...tags },
      ...{ Arn: roleArn('with/path/made'), CreateDate: expect.any(Date) },
      AssumeRolePolicyDocument: encodeURIComponent(SERVICE_TRUST),
    });
    const told = await send(new GetRoleCommand({ RoleName: 'made' }));
    expect(told.Role).toEqual({ ...Role, MaxSessionDuration: 3600, RoleLastUsed: {} });
    const { Roles } = await send(new ListRolesCommand({ PathPrefix: '/with/' }));
    const { Tags: _, ...inList } = { ...Role, MaxSessionDuration: 3600 } as object & { Tags?: unknown };
    expect(Roles).toEqual([inList]);
    await send(new DeleteRoleCommand({ RoleName: 'made' }));
    await expect(send(new GetRoleCommand({ RoleName: 'made' }))).rejects.toMatchObject(
      refused('NoSuchEntity', 'The role with name made cannot be found.'),
    );
  });

  it('has one name, whatever its case', async () => {
    await aRole('Twice');
    await expect(aRole('twice')).rejects.toMatchObject(
      refused('EntityAlreadyExists', 'Role with name twice already exists.'),
    );
  });

  it('is listed page by page', async () => {
    for (const each of ['c', 'a', 'b']) await aRole(`page-${each}`, { Path: '/pages/' });
    const first = await send(new ListRolesCommand({ PathPrefix: '/pages/', MaxItems: 2 }));
    const rest = await send(new ListRolesCommand({ PathPrefix: '/pages/', MaxItems: 2, Marker: first.Marker }));
    expect(
      [first, rest].map(({ Roles, IsTruncated }) => [Roles?.map(({ RoleName }) => RoleName), IsTruncated]),
    ).toEqual([
      [['page-a', 'page-b'], true],
      [['page-c'], false],
    ]);
  });

  it('is not removed while it has policies', async () => {
    const PolicyArn = await managed('holds');
    await aRole('held');
    const role = { RoleName: 'held' };
    await send(new AttachRolePolicyCommand({ ...role, PolicyArn }));
    await expect(send(new DeleteRoleCommand(role))).rejects.toMatchObject(
      refused('DeleteConflict', 'Cannot delete entity, must detach all policies first.'),
    );
    await send(new DetachRolePolicyCommand({ ...role, PolicyArn }));
    const inline = { ...role, PolicyName: 'inline' };
    await send(new PutRolePolicyCommand({ ...inline, PolicyDocument: policy(allow('sqs:*')) }));
    await expect(send(new DeleteRoleCommand(role))).rejects.toMatchObject(
      refused('DeleteConflict', 'Cannot delete entity, must delete policies first.'),
    );
    await send(new DeleteRolePolicyCommand(inline));
    await send(new DeleteRoleCommand(role));
  });

  it('tells its policies as they were given', async () => {
    await aRole('tells');
    const given = `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::b/%3Aä*!('+" } }`;
    const inline = { RoleName: 'tells', PolicyName: 'as=given' };
    await send(new PutRolePolicyCommand({ ...inline, PolicyDocument: given.replace('ä', 'ÿ') }));
    const { PolicyDocument = '' } = await send(new GetRolePolicyCommand(inline));
    expect(decodeURIComponent(PolicyDocument)).toBe(given.replace('ä', 'ÿ'));
    expect((await send(new ListRolePoliciesCommand({ RoleName: 'tells' }))).PolicyNames).toEqual(['as=given']);
    await expect(send(new GetRolePolicyCommand({ ...inline, PolicyName: 'no' }))).rejects.toMatchObject(
      refused('NoSuchEntity', 'The role policy with name no cannot be found.'),
    );
  });

  it('is tagged and untagged', async () => {
    await aRole('tagged');
    const role = { RoleName: 'tagged' };
    await send(
      new TagRoleCommand({
        ...role,
        Tags: [
          { Key: 'a', Value: '1' },
          { Key: 'b', Value: '' },
        ],
      }),
    );
    await send(new UntagRoleCommand({ ...role, TagKeys: ['a'] }));
    expect((await send(new ListRoleTagsCommand(role))).Tags).toEqual([{ Key: 'b', Value: '' }]);
  });
});

describe('a policy is refused', () => {
  const of = (statement: object) => policy({ Effect: 'Allow', Action: 'sqs:*', Resource: '*', ...statement });
  it.each([
    ['broken JSON', '{ "Statement": [ { "Effect": "Allow", } ] }', 'This policy contains invalid Json'],
    ['no statement', policy(), 'Syntax errors in policy.'],
    ['an effect that there is not', of({ Effect: 'Maybe' }), 'Syntax errors in policy.'],
    ['a condition operator that there is not', of({ Condition: { Likes: { a: 'b' } } }), 'Syntax errors in policy.'],
    ['a principal', of({ Principal: '*' }), 'Policy document should not specify a principal.'],
    ['an action of no service', of({ Action: 'send' }), /^Actions\/Conditions must be prefaced by a vendor/],
    ['no action', policy({ Effect: 'Allow', Resource: '*' }), 'Policy statement must contain actions.'],
    ['no resource', policy({ Effect: 'Allow', Action: 'sqs:*' }), 'Policy statement must contain resources.'],
    ['a resource that is no ARN', of({ Resource: 'q' }), 'Resource q must be in ARN format or "*".'],
    ['an old version', of({}).replace('2012-10-17', '2008-10-17'), /2012-10-17 or greater/],
  ])('with %s', async (_, PolicyDocument, message) => {
    await expect(send(new CreatePolicyCommand({ PolicyName: 'wrong', PolicyDocument }))).rejects.toMatchObject(
      refused('MalformedPolicyDocument', message),
    );
  });

  it.each([
    [
      'a resource',
      policy({ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole', Resource: '*' }),
      'Has prohibited field Resource',
    ],
    ['no principal', policy({ Effect: 'Allow', Action: 'sts:AssumeRole' }), 'Missing required field Principal'],
    ['other actions', trust('*', { Action: 'sqs:*' }), 'AssumeRole policy may only specify STS AssumeRole actions.'],
  ])('as a trust policy with %s', async (_, PolicyDocument, message) => {
    await aRole('trusts').catch(() => {});
    await expect(send(new UpdateAssumeRolePolicyCommand({ RoleName: 'trusts', PolicyDocument }))).rejects.toMatchObject(
      refused('MalformedPolicyDocument', message),
    );
  });
});

describe('a managed policy', () => {
  it('is attached by an ARN that there is', async () => {
    await aRole('attached');
    const PolicyArn = await managed('there');
    const attach = (arn: string) => send(new AttachRolePolicyCommand({ RoleName: 'attached', PolicyArn: arn }));
    await expect(attach('longpolicynamebutnoarn')).rejects.toMatchObject(
      refused('ValidationError', 'Invalid ARN:  Could not be parsed!'),
    );
    await expect(attach(`${PolicyArn}123`)).rejects.toMatchObject(
      refused('NoSuchEntity', `Policy ${PolicyArn}123 does not exist or is not attachable.`),
    );
    await attach(PolicyArn);
    const ofAws = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
    await attach(ofAws);
    const { AttachedPolicies } = await send(new ListAttachedRolePoliciesCommand({ RoleName: 'attached' }));
    expect(AttachedPolicies).toEqual([
      { PolicyName: 'there', PolicyArn },
      { PolicyName: 'AWSLambdaBasicExecutionRole', PolicyArn: ofAws },
    ]);
    expect((await send(new ListEntitiesForPolicyCommand({ PolicyArn }))).PolicyRoles).toMatchObject([
      { RoleName: 'attached' },
    ]);
    await expect(send(new DeletePolicyCommand({ PolicyArn }))).rejects.toMatchObject(
      refused('DeleteConflict', 'Cannot delete a policy attached to entities.'),
    );
  });

  it('has five versions at most, of which the default one is not removed', async () => {
    const PolicyArn = await managed('versions');
    const PolicyDocument = policy(allow('sns:*'));
    const version = (more: object = {}) => send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument, ...more }));
    for (const SetAsDefault of [true, false, false, false]) await version({ SetAsDefault });
    await expect(version()).rejects.toMatchObject(refused('LimitExceeded', /can have up to 5 versions/));
    await expect(send(new DeletePolicyVersionCommand({ PolicyArn, VersionId: 'v2' }))).rejects.toMatchObject(
      refused('DeleteConflict', 'Cannot delete the default version of a policy.'),
    );
    await send(new DeletePolicyVersionCommand({ PolicyArn, VersionId: 'v5' }));
    const { PolicyVersion } = await version();
    expect(PolicyVersion).toMatchObject({ VersionId: 'v6', IsDefaultVersion: false });
    const { Versions = [] } = await send(new ListPolicyVersionsCommand({ PolicyArn }));
    expect(Versions.filter(({ IsDefaultVersion }) => IsDefaultVersion).map(({ VersionId }) => VersionId)).toEqual([
      'v2',
    ]);
    const told = await send(new GetPolicyVersionCommand({ PolicyArn, VersionId: 'v6' }));
    expect(decodeURIComponent(told.PolicyVersion?.Document ?? '')).toBe(PolicyDocument);
  });

  it('is listed beside those of AWS that are known', async () => {
    await managed('local');
    const names = async (Scope: 'Local' | 'AWS') =>
      (await send(new ListPoliciesCommand({ Scope }))).Policies?.map(({ PolicyName }) => PolicyName);
    expect(await names('Local')).toContain('local');
    expect(await names('AWS')).toEqual(expect.arrayContaining(['AdministratorAccess', 'AmazonSQSFullAccess']));
  });

  it('that is not there is said so', async () => {
    const PolicyArn = `arn:aws:iam::${ACCOUNT}:policy/non-existent-policy`;
    await expect(send(new DeletePolicyCommand({ PolicyArn }))).rejects.toMatchObject(
      refused('NoSuchEntity', `Policy ${PolicyArn} was not found.`),
    );
  });
});

describe('a user', () => {
  it('is asked for by name; without one, who calls', async () => {
    const { User } = await send(new CreateUserCommand({ UserName: 'bob' }));
    expect((await send(new GetUserCommand({ UserName: 'bob' }))).User).toEqual(User);
    expect((await send(new GetUserCommand({}))).User).toMatchObject({
      ...{ UserId: ACCOUNT, Arn: `arn:aws:iam::${ACCOUNT}:root` },
    });
    await aRole('asks', { AssumeRolePolicyDocument: TRUSTS_ACCOUNT });
    await send(
      new PutRolePolicyCommand({ RoleName: 'asks', PolicyName: 'p', PolicyDocument: policy(allow('iam:GetUser')) }),
    );
    const asRole = new IAMClient(await assumed(local, roleArn('asks')));
    await expect(asRole.send(new GetUserCommand({}))).rejects.toMatchObject(
      refused('ValidationError', 'Must specify userName when calling with non-User credentials'),
    );
    await send(new DeleteUserCommand({ UserName: 'bob' }));
    await expect(send(new GetUserCommand({ UserName: 'bob' }))).rejects.toMatchObject(
      refused('NoSuchEntity', 'The user with name bob cannot be found.'),
    );
  });
});

it('no form ends in a failure of the runtime', async () => {
  const form = fc.array(fc.tuple(fc.string(), fc.string()), { maxLength: 5 });
  const action = fc.constantFrom(
    'CreateRole',
    'GetRole',
    'PutRolePolicy',
    'ListRoles',
    'TagUser',
    'AttachRolePolicy',
    'x',
  );
  const name = fc.constantFrom(
    'RoleName',
    'Tags.member.1.Key',
    'Tags.member.0',
    'Tags',
    'PolicyArn',
    '__proto__.x',
    'Marker',
    'MaxItems',
  );
  await fc.assert(
    fc.asyncProperty(
      action,
      fc.array(fc.tuple(name, fc.string()), { maxLength: 5 }),
      form,
      async (Action, known, any) => {
        const response = await fetch(local.access.endpoint, {
          method: 'POST',
          headers: {
            authorization: 'AWS4-HMAC-SHA256 Credential=test/20261130/us-east-1/iam/aws4_request',
            'content-type': 'application/x-www-form-urlencoded',
          },
          body: new URLSearchParams([...any, ...known, ['Action', Action]]),
        });
        expect(response.status).toBeLessThan(500);
      },
    ),
    { numRuns: 200 },
  );
});
