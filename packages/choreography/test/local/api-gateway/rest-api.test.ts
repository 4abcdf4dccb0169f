// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is the syntax of CloudFormation.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aFunction, anAssembly, queue } from '../assembly.ts';
import { aRuntime } from '../runtime.ts';

let local: Awaited<ReturnType<typeof aRuntime>>;
const ref = (id: string) => ({ Ref: id });
const arnOf = (id: string, attribute = 'Arn') => ({ 'Fn::GetAtt': [id, attribute] });
const ofApi = (Type: string, Properties: object) => ({
  Type: `AWS::ApiGateway::${Type}`,
  Properties: { RestApiId: ref('Api'), ...Properties },
});
const resource = (PathPart: string, ParentId: object = arnOf('Api', 'RootResourceId')) =>
  ofApi('Resource', { PathPart, ParentId });
const method = (HttpMethod: string, at: string, Integration: object, more: object = {}) =>
  ofApi('Method', { HttpMethod, ResourceId: ref(at), AuthorizationType: 'NONE', Integration, ...more });
const invocationOf = (id: string) => ({
  'Fn::Sub': `arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${${id}.Arn}/invocations`,
});
const toFunction = (id: string) => ({ Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST', Uri: invocationOf(id) });
const permitted = (id: string) => ({
  Type: 'AWS::Lambda::Permission',
  Properties: {
    ...{ Action: 'lambda:InvokeFunction', FunctionName: ref(id), Principal: 'apigateway.amazonaws.com' },
    SourceArn: { 'Fn::Sub': 'arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/*' },
  },
});
/** As the CDK writes a preflight. */
const preflight = {
  ...{ Type: 'MOCK', RequestTemplates: { 'application/json': '{ statusCode: 204 }' } },
  IntegrationResponses: [
    {
      StatusCode: '204',
      ResponseParameters: {
        'method.response.header.Access-Control-Allow-Origin': "'https://post.example'",
        'method.response.header.Access-Control-Allow-Methods': "'POST'",
      },
    },
  ],
};
const AnsweredOk = [{ StatusCode: '200', ResponseTemplates: { 'application/json': '{"taken": true}' } }];

beforeAll(async () => {
  local = await aRuntime(
    anAssembly(
      {
        Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'post', BinaryMediaTypes: ['image/png'] } },
        Deployment: ofApi('Deployment', {}),
        Stage: ofApi('Stage', { StageName: 'prod', DeploymentId: ref('Deployment'), Variables: { colour: 'blue' } }),
        ...{ Echo: aFunction('echo'), Permission: permitted('Echo') },
        ...{ Letters: resource('letters'), Letter: resource('{id}', ref('Letters')), Rest: resource('{proxy+}') },
        ...{ Get: method('GET', 'Letter', toFunction('Echo')), Any: method('ANY', 'Rest', toFunction('Echo')) },
        ...{ Post: method('POST', 'Letters', toFunction('Echo')), Options: method('OPTIONS', 'Letters', preflight) },
        ...{ Says: aFunction('says'), MaySay: permitted('Says'), SaysAt: resource('says') },
        SaysPost: method('POST', 'SaysAt', toFunction('Says')),
        ...{ Guard: aFunction('guard'), MayGuard: permitted('Guard'), GuardedAt: resource('guarded') },
        Authorizer: ofApi('Authorizer', {
          ...{ Name: 'guard', Type: 'TOKEN', IdentitySource: 'method.request.header.Authorization' },
          ...{ AuthorizerUri: invocationOf('Guard'), AuthorizerResultTtlInSeconds: 0 },
        }),
        Guarded: method('GET', 'GuardedAt', toFunction('Echo'), {
          ...{ AuthorizationType: 'CUSTOM', AuthorizerId: ref('Authorizer') },
        }),
        Role: {
          Type: 'AWS::IAM::Role',
          Properties: {
            AssumeRolePolicyDocument: {
              Statement: {
                Effect: 'Allow',
                Principal: { Service: 'apigateway.amazonaws.com' },
                Action: 'sts:AssumeRole',
              },
            },
            Policies: [
              {
                PolicyName: 'p',
                PolicyDocument: {
                  Statement: { Effect: 'Allow', Action: ['events:PutEvents', 'sqs:SendMessage'], Resource: '*' },
                },
              },
            ],
          },
        },
        ...{ EventsAt: resource('events'), QueueAt: resource('queue'), Sent: queue('sent'), Heard: queue('heard') },
        QueuePolicy: {
          Type: 'AWS::SQS::QueuePolicy',
          Properties: {
            Queues: [ref('Heard')],
            PolicyDocument: {
              Statement: {
                ...{ Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sqs:SendMessage' },
                Resource: arnOf('Heard'),
              },
            },
          },
        },
        Rule: {
          Type: 'AWS::Events::Rule',
          Properties: { EventPattern: { source: ['web'] }, Targets: [{ Id: 'heard', Arn: arnOf('Heard') }] },
        },
        Event: method('POST', 'EventsAt', {
          ...{ Type: 'AWS', IntegrationHttpMethod: 'POST', Credentials: arnOf('Role') },
          Uri: { 'Fn::Sub': 'arn:aws:apigateway:${AWS::Region}:events:action/PutEvents' },
          RequestTemplates: {
            'application/json':
              '#set($kind = $input.path("$.type"))\n{"Entries":[{"Source":"web","DetailType":"$kind","Detail":"$util.escapeJavaScript($input.json("$.detail"))","EventBusName":"default"}]}',
          },
          IntegrationResponses: AnsweredOk,
        }),
        OverriddenAt: resource('overridden'),
        Overridden: method('POST', 'OverriddenAt', {
          ...{ Type: 'AWS', IntegrationHttpMethod: 'POST', Credentials: arnOf('Role') },
          Uri: { 'Fn::Sub': 'arn:aws:apigateway:${AWS::Region}:events:path//' },
          RequestTemplates: {
            'application/json': `#set($context.requestOverride.header.X-Amz-Target = "AWSEvents.PutEvents")
#set($context.requestOverride.header.Content-Type = "application/x-amz-json-1.1")
{"Entries":[{"Source":"web","DetailType":"LetterLost","Detail":"{}","EventBusName":"default"}]}`,
          },
          IntegrationResponses: [
            {
              StatusCode: '200',
              ResponseTemplates: {
                'application/json': `#set($context.responseOverride.status = 202)
#set($context.responseOverride.header.X-Failed = $input.path("$.FailedEntryCount"))
{}`,
              },
            },
          ],
        }),
        Send: method('POST', 'QueueAt', {
          ...{ Type: 'AWS', IntegrationHttpMethod: 'POST', Credentials: arnOf('Role') },
          Uri: { 'Fn::Sub': 'arn:aws:apigateway:${AWS::Region}:sqs:path/${AWS::AccountId}/sent' },
          RequestParameters: { 'integration.request.header.Content-Type': "'application/x-www-form-urlencoded'" },
          RequestTemplates: { 'application/json': 'Action=SendMessage&MessageBody=$util.urlEncode($input.body)' },
          IntegrationResponses: [{ StatusCode: '200' }],
        }),
      },
      {
        echo: 'exports.handler = async (event) => ({ statusCode: 200, headers: { "Access-Control-Allow-Origin": "https://post.example" }, body: JSON.stringify(event) });',
        says: 'exports.handler = async ({ body }) => JSON.parse(body);',
        guard: `exports.handler = async ({ authorizationToken, methodArn }) => {
          if (authorizationToken === 'who') throw new Error('Unauthorized');
          const Effect = authorizationToken === 'yes' ? 'Allow' : 'Deny';
          return { principalId: 'ann', context: { level: 3 }, policyDocument: { Statement: [{ Action: 'execute-api:Invoke', Effect, Resource: methodArn }] } };
        };`,
      },
    ),
  );
}, 60_000);
afterAll(() => local.runtime.stop());

const ask = (path: string, init?: RequestInit) => fetch(`${local.runtime.status().apis[0]?.url}${path}`, init);
const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  ask(path, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  });

describe('a REST API', () => {
  it('hands a request to a function with stage, variables and all values of what comes twice', async () => {
    expect(await (await ask('letters/7?x=1&x=2', { headers: { 'X-A': 'yes' } })).json()).toMatchObject({
      ...{ resource: '/letters/{id}', path: '/letters/7', httpMethod: 'GET', body: null, isBase64Encoded: false },
      ...{ pathParameters: { id: '7' }, stageVariables: { colour: 'blue' }, queryStringParameters: { x: '2' } },
      multiValueQueryStringParameters: { x: ['1', '2'] },
      requestContext: { stage: 'prod', path: '/prod/letters/7', resourcePath: '/letters/{id}' },
    });
  });

  it('hands on what no other path is of to {proxy+}', async () => {
    expect(await (await ask('a/b', { method: 'PUT' })).json()).toMatchObject({
      ...{ resource: '/{proxy+}', pathParameters: { proxy: 'a/b' }, queryStringParameters: null },
    });
  });

  it('answers a method that a path has not with 403', async () => {
    const answer = await ask('letters/7', { method: 'DELETE' });
    expect([answer.status, await answer.json()]).toEqual([403, { message: 'Missing Authentication Token' }]);
  });

  it('hands binary bodies on in base64, by their type', async () => {
    const answer = await ask('picture', { method: 'POST', body: 'hi', headers: { 'content-type': 'image/png' } });
    expect(await answer.json()).toMatchObject({ body: 'aGk=', isBase64Encoded: true });
  });

  it.each([
    [{ statusCode: 200, body: 'aGk=', isBase64Encoded: true }, '*/*', 'aGk='],
    [{ statusCode: 200, body: 'aGk=', isBase64Encoded: true }, 'image/png', 'hi'],
    [{ hello: 1 }, '*/*', ''],
    ['text', '*/*', '{"message":"Internal server error"}'],
  ])('understands the answer %j for who accepts %s', async (said, accept, text) => {
    expect(await (await post('says', said, { accept })).text()).toBe(text);
  });

  it.each([
    ['yes', 200],
    ['no', 403],
    ['who', 401],
    [undefined, 401],
  ])('lets in by the policy that a function answers: token %s is answered %i', async (authorization, status) => {
    const answer = await ask('guarded', authorization === undefined ? {} : { headers: { authorization } });
    expect(answer.status).toBe(status);
    if (status === 200)
      expect(await answer.json()).toMatchObject({ requestContext: { authorizer: { principalId: 'ann', level: '3' } } });
  });

  it('puts events straight on a bus by a mapping template', async () => {
    expect(await (await post('events', { type: 'LetterSent', detail: { to: 'Ann "A."' } })).json()).toEqual({
      taken: true,
    });
    const { Body = '' } = await local.messageIn('heard');
    expect(JSON.parse(Body)).toMatchObject({ 'detail-type': 'LetterSent', detail: { to: 'Ann "A."' } });
  });

  it('lets mapping templates set headers of the request, and headers and status of the answer', async () => {
    const answer = await post('overridden', {});
    expect([answer.status, answer.headers.get('x-failed'), await answer.text()]).toEqual([202, '0', '{}']);
    const { Body = '' } = await local.messageIn('heard');
    expect(JSON.parse(Body)).toMatchObject({ 'detail-type': 'LetterLost' });
  });

  it('sends straight to a queue by a form', async () => {
    expect(await (await post('queue', { to: 'Bob & Co' })).json()).toMatchObject({
      SendMessageResponse: { SendMessageResult: { MessageId: expect.any(String) } },
    });
    expect((await local.messageIn('sent')).Body).toBe('{"to":"Bob & Co"}');
  });

  it('lets pages of another origin ask that its own OPTIONS allows, and no others', async () => {
    const asked = await ask('letters', { method: 'OPTIONS', headers: { origin: 'https://post.example' } });
    expect([asked.status, asked.headers.get('access-control-allow-origin')]).toEqual([204, 'https://post.example']);
    expect((await post('letters', {}, { origin: 'https://post.example' })).status).toBe(200);
    expect((await post('letters', {}, { origin: 'https://evil.example' })).status).toBe(403);
  });
});
