// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is the syntax of CloudFormation.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aFunction, anAssembly, queue, queuePolicy } from '../assembly.ts';
import { aRuntime } from '../runtime.ts';

let local: Awaited<ReturnType<typeof aRuntime>>;
const ref = (id: string) => ({ Ref: id });
const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const ofApi = (Type: string, Properties: object) => ({
  Type: `AWS::ApiGatewayV2::${Type}`,
  Properties: { ApiId: ref('Api'), ...Properties },
});
const route = (RouteKey: string, integration: string, more: object = {}) =>
  ofApi('Route', { RouteKey, Target: { 'Fn::Join': ['/', ['integrations', ref(integration)]] }, ...more });
const toFunction = (id: string, PayloadFormatVersion = '2.0') =>
  ofApi('Integration', { IntegrationType: 'AWS_PROXY', IntegrationUri: arnOf(id), PayloadFormatVersion });
const permitted = (id: string, path = '*') => ({
  Type: 'AWS::Lambda::Permission',
  Properties: {
    ...{ Action: 'lambda:InvokeFunction', FunctionName: ref(id), Principal: 'apigateway.amazonaws.com' },
    SourceArn: { 'Fn::Sub': `arn:aws:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${Api}/*/${path}` },
  },
});
const role = (...Action: string[]) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: {
      Statement: { Effect: 'Allow', Principal: { Service: 'apigateway.amazonaws.com' }, Action: 'sts:AssumeRole' },
    },
    Policies: [{ PolicyName: 'p', PolicyDocument: { Statement: { Effect: 'Allow', Action, Resource: '*' } } }],
  },
});
const toService = (subtype: string, roleId: string, RequestParameters: object) =>
  ofApi('Integration', {
    ...{ IntegrationType: 'AWS_PROXY', IntegrationSubtype: subtype, CredentialsArn: arnOf(roleId) },
    ...{ PayloadFormatVersion: '1.0', RequestParameters },
  });
const putEvents = {
  ...{ Source: 'web', DetailType: '$request.body.type', Detail: '$request.body.detail' },
  EventBusName: ref('Bus'),
};

beforeAll(async () => {
  local = await aRuntime(
    anAssembly(
      {
        Api: {
          Type: 'AWS::ApiGatewayV2::Api',
          Properties: {
            ...{ Name: 'letters', ProtocolType: 'HTTP' },
            CorsConfiguration: {
              AllowOrigins: ['https://post.example'],
              AllowMethods: ['POST'],
              AllowHeaders: ['x-a'],
            },
          },
        },
        Default: ofApi('Stage', { StageName: '$default', AutoDeploy: true }),
        Beta: ofApi('Stage', { StageName: 'beta', AutoDeploy: true, StageVariables: { colour: 'blue' } }),
        ...{ Echo: aFunction('echo'), Permission: permitted('Echo'), ToEcho: toFunction('Echo') },
        ...{ Old: toFunction('Echo', '1.0'), OldRoute: route('GET /old/{id}', 'Old') },
        ...{ One: route('GET /letters/{id}', 'ToEcho'), Post: route('POST /letters', 'ToEcho') },
        ...{ New: route('GET /letters/new', 'ToEcho'), Rest: route('ANY /letters/{rest+}', 'ToEcho') },
        ...{ Says: aFunction('says'), MaySay: permitted('Says', 'POST/says'), ToSays: toFunction('Says') },
        ...{ SaysRoute: route('POST /says', 'ToSays'), OtherRoute: route('POST /says/otherwise', 'ToSays') },
        ...{
          Guard: aFunction('guard'),
          MayGuard: permitted('Guard'),
          Guarded: route('GET /guarded', 'ToEcho', {
            ...{ AuthorizationType: 'CUSTOM', AuthorizerId: ref('Authorizer') },
          }),
        },
        GuardPermission: {
          Type: 'AWS::Lambda::Permission',
          Properties: {
            ...{ Action: 'lambda:InvokeFunction', FunctionName: ref('Guard'), Principal: 'apigateway.amazonaws.com' },
            SourceArn: {
              'Fn::Sub': 'arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/authorizers/${Authorizer}',
            },
          },
        },
        Authorizer: ofApi('Authorizer', {
          ...{
            Name: 'guard',
            AuthorizerType: 'REQUEST',
            AuthorizerPayloadFormatVersion: '2.0',
            EnableSimpleResponses: true,
          },
          IdentitySource: ['$request.header.authorization'],
          AuthorizerUri: {
            'Fn::Sub': 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Guard.Arn}/invocations',
          },
        }),
        ...{ Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'letters' } }, Heard: queue('heard') },
        Policy: queuePolicy('Heard'),
        Rule: {
          Type: 'AWS::Events::Rule',
          Properties: {
            ...{ EventBusName: ref('Bus'), EventPattern: { source: ['web'] } },
            Targets: [{ Id: 'heard', Arn: arnOf('Heard') }],
          },
        },
        ...{ MayPut: role('events:PutEvents'), ToBus: toService('EventBridge-PutEvents', 'MayPut', putEvents) },
        ...{ Event: route('POST /events', 'ToBus'), MayNot: role('sns:Publish') },
        ...{ Refused: toService('EventBridge-PutEvents', 'MayNot', putEvents), No: route('POST /refused', 'Refused') },
        ...{ Sent: queue('sent'), MaySend: role('sqs:SendMessage') },
        ToQueue: toService('SQS-SendMessage', 'MaySend', { QueueUrl: ref('Sent'), MessageBody: '$request.body' }),
        Send: route('POST /queue', 'ToQueue'),
      },
      {
        echo: `exports.handler = async (event) => {
          if (event.version === '1.0') return { statusCode: 200, body: JSON.stringify(event) };
          return event.routeKey === 'POST /letters' ? { statusCode: 201, body: event.body, cookies: ['a=1', 'b=2'] } : event;
        };`,
        says: 'exports.handler = async ({ body }) => JSON.parse(body);',
        guard:
          'exports.handler = async ({ headers, identitySource }) => { if (headers.authorization === "fail") throw new Error("x"); return { isAuthorized: headers.authorization === "yes", context: { identitySource } }; };',
      },
    ),
  );
}, 60_000);
afterAll(() => local.runtime.stop());

const base = () => local.runtime.status().apis[0]?.url ?? '';
const ask = (path: string, init?: RequestInit) => fetch(`${base()}${path}`, init);
const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  ask(path, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  });

describe('an HTTP API', () => {
  it('hands a request to a function in payload format 2.0', async () => {
    const answer = await ask('letters/a%20b?x=1&x=2', { headers: { cookie: 'c=1; d=2', 'X-A': 'yes' } });
    expect(await answer.json()).toMatchObject({
      ...{ version: '2.0', routeKey: 'GET /letters/{id}', rawPath: '/letters/a%20b', rawQueryString: 'x=1&x=2' },
      ...{ cookies: ['c=1', 'd=2'], headers: { 'x-a': 'yes' }, queryStringParameters: { x: '1,2' } },
      pathParameters: { id: 'a b' },
      requestContext: { stage: '$default', http: { method: 'GET', path: '/letters/a%20b' } },
      isBase64Encoded: false,
    });
  });

  it('hands a request to a function in payload format 1.0', async () => {
    expect(await (await ask('old/7?x=1&x=2')).json()).toMatchObject({
      ...{ version: '1.0', resource: '/old/{id}', path: '/old/7', httpMethod: 'GET', body: null },
      ...{ queryStringParameters: { x: '2' }, multiValueQueryStringParameters: { x: ['1', '2'] } },
      ...{ pathParameters: { id: '7' }, stageVariables: null },
    });
  });

  it.each([
    ['GET', 'letters/new', 'GET /letters/new'],
    ['GET', 'letters/7', 'GET /letters/{id}'],
    ['PUT', 'letters/7', 'ANY /letters/{rest+}'],
    ['GET', 'letters/7/pages/2', 'ANY /letters/{rest+}'],
  ])('takes the most specific route: %s %s', async (method, path, key) => {
    expect(await (await ask(path, { method })).json()).toMatchObject({ routeKey: key });
  });

  it('has a stage with its name in the path, and its variables', async () => {
    expect(await (await ask('beta/letters/7')).json()).toMatchObject({
      ...{ rawPath: '/beta/letters/7', stageVariables: { colour: 'blue' }, pathParameters: { id: '7' } },
      requestContext: { stage: 'beta' },
    });
  });

  it('answers with status, body and cookies of the function', async () => {
    const answer = await post('letters', { to: 'Ann' });
    expect([answer.status, await answer.json(), answer.headers.getSetCookie()]).toEqual([
      ...[201, { to: 'Ann' }],
      ['a=1', 'b=2'],
    ]);
  });

  it.each([
    [{ statusCode: 404, body: 'gone', headers: { 'X-A': 1 } }, 404, 'gone'],
    [{ statusCode: 200, body: 'aGk=', isBase64Encoded: true }, 200, 'hi'],
    [{ hello: 1 }, 200, '{"hello":1}'],
    ['text', 200, 'text'],
    [{ statusCode: 'odd' }, 500, '{"message":"Internal Server Error"}'],
    [{ statusCode: 200, body: { a: 1 } }, 500, '{"message":"Internal Server Error"}'],
  ])('understands the answer %j', async (said, status, text) => {
    const answer = await post('says', said);
    expect([answer.status, await answer.text()]).toEqual([status, text]);
  });

  it('answers 404 for a path without a route', async () => {
    const answer = await ask('nowhere');
    expect([answer.status, await answer.json()]).toEqual([404, { message: 'Not Found' }]);
  });

  it('calls no function that does not permit the route, and says so', async () => {
    const answer = await post('says/otherwise', {});
    expect([answer.status, await answer.json()]).toEqual([500, { message: 'Internal Server Error' }]);
    expect(local.notices).toContainEqual(
      expect.objectContaining({ kind: 'access-denied', who: 'apigateway.amazonaws.com', refused: true }),
    );
  });

  it.each([
    ['yes', 200],
    ['no', 403],
    ['fail', 500],
    [undefined, 401],
  ])('lets in by a function: authorization %s is answered %i', async (authorization, status) => {
    const answer = await ask('guarded', authorization === undefined ? {} : { headers: { authorization } });
    expect(answer.status).toBe(status);
    if (status === 200)
      expect(await answer.json()).toMatchObject({
        requestContext: { authorizer: { lambda: { identitySource: ['yes'] } } },
      });
  });

  it('puts events straight on a bus', async () => {
    const answer = await post('events', { type: 'LetterSent', detail: { to: 'Ann' } });
    expect(await answer.json()).toMatchObject({ FailedEntryCount: 0, Entries: [{ EventId: expect.any(String) }] });
    const { Body = '' } = await local.messageIn('heard');
    expect(JSON.parse(Body)).toMatchObject({ source: 'web', 'detail-type': 'LetterSent', detail: { to: 'Ann' } });
  });

  it('puts no event that its role does not allow', async () => {
    const answer = await post('refused', { type: 'LetterSent', detail: {} });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('AccessDenied');
  });

  it('sends straight to a queue', async () => {
    expect((await post('queue', { to: 'Bob' })).status).toBe(200);
    expect((await local.messageIn('sent')).Body).toBe('{"to":"Bob"}');
  });
});

describe('pages of other origins', () => {
  const from = (origin: string, more: Record<string, string> = {}) => ({
    origin,
    'sec-fetch-site': 'cross-site',
    ...more,
  });
  it('may ask an HTTP API whose CORS configuration allows them', async () => {
    const preflight = await ask('letters', {
      method: 'OPTIONS',
      headers: from('https://post.example', { 'access-control-request-method': 'POST' }),
    });
    expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([
      204,
      'https://post.example',
    ]);
    const answer = await post('letters', {}, from('https://post.example'));
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([201, 'https://post.example']);
  });

  it('may not otherwise', async () => {
    const answer = await post('letters', {}, from('https://evil.example'));
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain('https://evil.example');
  });
});
