import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

  it('that asks for nothing takes any call', async () => {
    expect(await (await call('open', 'a', {})).json()).toMatchObject({ rawPath: '/a' });
  });
});
