// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is the syntax of CloudFormation.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aRuntime } from '../runtime.ts';

const ISSUER = 'https://issuer.example';

const TEMPLATE = `Transform: AWS::Serverless-2016-10-31
Globals: { Function: { Runtime: nodejs24.x, Handler: index.handler } }
Resources:
  Api:
    Type: AWS::Serverless::HttpApi
    Properties:
      Auth:
        DefaultAuthorizer: Tokens
        EnableIamAuthorizer: true
        Authorizers:
          Tokens:
            IdentitySource: $request.header.Authorization
            JwtConfiguration: { issuer: ${ISSUER}, audience: [letters] }
          Guard:
            FunctionArn: !GetAtt Guard.Arn
            AuthorizerPayloadFormatVersion: '2.0'
            EnableSimpleResponses: true
            EnableFunctionDefaultPermissions: true
            Identity: { Headers: [X-Key] }
  Echo:
    Type: AWS::Serverless::Function
    Properties:
      InlineCode: 'exports.handler = async ({ requestContext }) => requestContext.authorizer ?? {};'
      Events:
        ByDefault: { Type: HttpApi, Properties: { ApiId: !Ref Api, Path: /letters, Method: get } }
        Scoped: { Type: HttpApi, Properties: { ApiId: !Ref Api, Path: /write, Method: get, Auth: { AuthorizationScopes: [write, admin] } } }
        Guarded: { Type: HttpApi, Properties: { ApiId: !Ref Api, Path: /guarded, Method: get, Auth: { Authorizer: Guard } } }
        Signed: { Type: HttpApi, Properties: { ApiId: !Ref Api, Path: /signed, Method: get, Auth: { Authorizer: AWS_IAM } } }
        Open: { Type: HttpApi, Properties: { ApiId: !Ref Api, Path: /open, Method: get, Auth: { Authorizer: NONE } } }
  Guard:
    Type: AWS::Serverless::Function
    Properties:
      InlineCode: 'exports.handler = async ({ headers }) => ({ isAuthorized: headers["x-key"] === "open", context: { level: 3 } });'
`;

const folder = mkdtempSync(join(tmpdir(), 'auth-'));
let local: Awaited<ReturnType<typeof aRuntime>>;
beforeAll(async () => {
  const file = join(folder, 'letters.yaml');
  writeFileSync(file, TEMPLATE);
  local = await aRuntime(file);
}, 60_000);
afterAll(async () => {
  await local.runtime.stop();
  rmSync(folder, { recursive: true });
});

const ask = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${local.runtime.status().apis[0]?.url}${path}`, { headers });

const seconds = () => Math.floor(Date.now() / 1000);
const inBase64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const token = (claims: object): string =>
  `${inBase64({ alg: 'RS256', kid: 'k' })}.${inBase64({ iss: ISSUER, aud: 'letters', exp: seconds() + 60, ...claims })}.c2ln`;

describe('an HTTP API of SAM lets in', () => {
  it.each([
    ['a token of the issuer, for the audience', {}, 200],
    ['a token for several audiences', { aud: ['other', 'letters'] }, 200],
    ['a token without an audience, of the client', { aud: undefined, client_id: 'letters' }, 200],
    ['no token of another issuer', { iss: 'https://other.example' }, 401],
    ['no token for another audience', { aud: 'other' }, 401],
    ['no token of the client for another audience', { aud: 'other', client_id: 'letters' }, 401],
    ['no token whose time is over', { exp: seconds() - 1 }, 401],
    ['no token without an end', { exp: undefined }, 401],
    ['no token before its time', { nbf: seconds() + 60 }, 401],
  ])('%s', async (_, claims, status) => {
    expect((await ask('letters', { authorization: `Bearer ${token(claims)}` })).status).toBe(status);
  });

  it.each(['', 'Bearer x', 'Bearer a.b.c', `Bearer ${inBase64({})}.${inBase64([])}.x`])(
    'nobody with "%s"',
    async (authorization) => {
      expect((await ask('letters', { authorization })).status).toBe(401);
    },
  );

  it('tokens with one of the scopes that a route asks for, which the function is told', async () => {
    const asked = async (claims: object) => ask('write', { authorization: token(claims) });
    expect((await asked({ scope: 'read' })).status).toBe(403);
    const answer = await asked({ scope: 'read write', roles: ['a', 'b'] });
    expect(await answer.json()).toMatchObject({ jwt: { claims: { iss: ISSUER, roles: '[a b]' }, scopes: ['write'] } });
  });

  it('whom a function lets in, and whoever signed, where the route says so', async () => {
    expect((await ask('guarded', { 'x-key': 'no' })).status).toBe(403);
    expect(await (await ask('guarded', { 'x-key': 'open' })).json()).toEqual({ lambda: { level: 3 } });
    expect((await ask('signed')).status).toBe(403);
    const authorization =
      'AWS4-HMAC-SHA256 Credential=test/20300101/us-east-1/execute-api/aws4_request, SignedHeaders=host, Signature=0';
    expect((await ask('signed', { authorization })).status).toBe(200);
  });

  it('everybody, where a route has no authorizer', async () => {
    expect(await (await ask('open')).json()).toEqual({});
  });
});
