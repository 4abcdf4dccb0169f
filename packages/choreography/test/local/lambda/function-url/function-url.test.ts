import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  IAMClient,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sentence } from '#local/runtime/notice.ts';
import { aFunction, anAssembly } from '../../assembly.ts';
import { aRuntime } from '../../runtime.ts';

let local: Awaited<ReturnType<typeof aRuntime>>;
const url = (name: string, AuthType: string) => ({
  Type: 'AWS::Lambda::Url',
  Properties: { TargetFunctionArn: { 'Fn::GetAtt': [name, 'Arn'] }, AuthType },
});

beforeAll(async () => {
  const echo = 'exports.handler = async (event) => event;';
  local = await aRuntime(
    anAssembly(
      {
        Signed: aFunction('signed'),
        SignedUrl: url('Signed', 'AWS_IAM'),
        Open: aFunction('open'),
        OpenUrl: url('Open', 'NONE'),
      },
      { signed: echo, open: echo },
    ),
  );
});
afterAll(() => local.runtime.stop());

const call = (name: string, path: string, headers: Record<string, string>) =>
  fetch(`${local.runtime.status().urls[name]}${path}`, { headers });
const signature = `AWS4-HMAC-SHA256 Credential=a/20261124/us-east-1/lambda/aws4_request, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`;

describe('the URL of a function', () => {
  it.each([
    ['no signature', ''],
    ['a token', 'Bearer abc'],
    ['a signature that is cut off', 'AWS4-HMAC-SHA256 Credential=a/20261124/us-east-1/lambda/aws4_request'],
    ['a signature for another service', signature.replace('lambda', 'sqs')],
  ])('that asks for AWS_IAM forbids a call with %s in Lambda’s words', async (_, authorization) => {
    const answer = await call('signed', '', { authorization });
    expect(answer.status).toBe(403);
    expect(answer.headers.get('x-amzn-errortype')).toBe('AccessDeniedException');
    expect(await answer.json()).toEqual({
      Message:
        'Forbidden. For troubleshooting Function URL authorization issues, see: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html',
    });
  });

  it('that asks for AWS_IAM takes a call that is signed', async () => {
    const answer = await call('signed', 'orders/1?x=y', { authorization: signature });
    expect(await answer.json()).toMatchObject({
      version: '2.0',
      rawPath: '/orders/1',
      queryStringParameters: { x: 'y' },
      requestContext: { http: { method: 'GET' } },
    });
  });

  it('that asks for AWS_IAM lets in those alone whose policies let them call it by its URL, and says who they are', async () => {
    const iam = new IAMClient(local.access);
    const user = { UserName: 'caller' };
    await iam.send(new CreateUserCommand(user));
    const { AccessKey: { AccessKeyId = '' } = {} } = await iam.send(new CreateAccessKeyCommand(user));
    const allow = (...Statement: object[]) =>
      iam.send(
        new PutUserPolicyCommand({ ...user, PolicyName: 'calls', PolicyDocument: JSON.stringify({ Statement }) }),
      );
    const asUser = () => call('signed', '', { authorization: signature.replace('=a/', `=${AccessKeyId}/`) });
    const Resource = 'arn:aws:lambda:us-east-1:000000000000:function:signed';
    const byUrl = { Effect: 'Allow', Action: 'lambda:InvokeFunctionUrl', Resource };
    const invoke = { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource };
    const viaUrl = { ...invoke, Condition: { Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } } };
    const refused = { status: 403 };
    expect(await asUser()).toMatchObject(refused);
    await allow(byUrl);
    expect(await asUser()).toMatchObject(refused);
    await allow(invoke, { ...byUrl, Condition: { StringEquals: { 'lambda:FunctionUrlAuthType': 'NONE' } } });
    expect(await asUser()).toMatchObject(refused);
    expect(local.notices.map(sentence).at(-1)).toContain('lambda:InvokeFunctionUrl');
    await allow(byUrl, viaUrl);
    const { requestContext } = (await (await asUser()).json()) as { requestContext: object };
    expect(requestContext).toMatchObject({
      accountId: '000000000000',
      authorizer: { iam: { accessKey: AccessKeyId, userArn: 'arn:aws:iam::000000000000:user/caller' } },
    });
    await allow(byUrl, viaUrl, { ...byUrl, Effect: 'Deny' });
    expect(await asUser()).toMatchObject(refused);
    await iam.send(new DeleteAccessKeyCommand({ ...user, AccessKeyId }));
    expect(await (await asUser()).json()).toEqual({
      Message: 'The security token included in the request is invalid.',
    });
  });

  it('that asks for nothing takes any call', async () => {
    expect(await (await call('open', 'a', {})).json()).toMatchObject({ rawPath: '/a' });
  });
});
