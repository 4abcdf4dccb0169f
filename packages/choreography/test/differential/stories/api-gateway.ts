import type { APIGatewayProxyEvent, APIGatewayProxyEventV2 } from 'aws-lambda';

import { bodiesOf, messagesIn } from '../given/a-queue.ts';
import { queueCalled } from '../given/a-stack.ts';
import { httpApiStraight, httpApiTo, restApiTo } from '../given/an-api.ts';
import { busOf, heardBy, queueOf, ref, roleOf } from '../given/templates.ts';
import { guide } from '../reference.ts';
import { storiesOf } from '../story.ts';
import { NEEDS_DOCKER } from './lambda-invoke.ts';

const NO_HTTP_APIS = { LocalStack: 'its free edition has no HTTP APIs' };
const HTTP = guide(
  'API Gateway Developer Guide',
  'Create AWS Lambda proxy integrations for HTTP APIs in API Gateway',
  'http-api-develop-integrations-lambda',
);
const SERVICES = guide(
  'API Gateway Developer Guide',
  'Integration subtype reference',
  'http-api-develop-integrations-aws-services-reference',
);
const REST = guide(
  'API Gateway Developer Guide',
  'Lambda proxy integrations in API Gateway',
  'set-up-lambda-proxy-integrations',
);

/** Answers with what it was given. */
const ECHO = 'exports.handler = async (event) => ({ statusCode: 200, body: JSON.stringify(event) });';
/** Answers what the body says. */
const SAYS = 'exports.handler = async ({ body }) => JSON.parse(body);';

const json = (body: unknown): RequestInit => ({
  method: 'POST',
  body: JSON.stringify(body),
  headers: { 'content-type': 'application/json' },
});

/** The status, type and body of an answer in JSON: where its blanks stand is nobody's concern. */
async function answerOf(asked: Promise<Response>) {
  const answer = await asked;
  const body = await answer.text();
  const [from] = bodiesOf([{ Body: body }]);
  return { status: answer.status, type: answer.headers.get('content-type'), body: from };
}

export const API_GATEWAY = storiesOf('API Gateway', [
  {
    name: 'An HTTP API hands a request to a function in payload format 2.0',
    notTo: NO_HTTP_APIS,
    reference: HTTP,
    stack: httpApiTo(ECHO, 'GET /letters/{id}'),
    async tell(_aws, _function, { apiUrl }) {
      const headers = { cookie: 'c=1; d=2', 'X-A': 'yes' };
      const answer = await fetch(`${apiUrl}letters/a%20b?x=1&x=2`, { headers });
      const event = (await answer.json()) as APIGatewayProxyEventV2;
      const { version, routeKey, rawQueryString, cookies, queryStringParameters, pathParameters, isBase64Encoded } =
        event;
      const { stage, http } = event.requestContext;
      return {
        ...{ version, routeKey, rawQueryString, cookies, queryStringParameters, pathParameters, isBase64Encoded },
        ...{ stage, method: http.method, header: event.headers['x-a'], body: 'body' in event },
      };
    },
    expected: {
      version: '2.0',
      routeKey: 'GET /letters/{id}',
      rawQueryString: 'x=1&x=2',
      cookies: ['c=1', 'd=2'],
      queryStringParameters: { x: '1,2' },
      pathParameters: { id: 'a b' },
      isBase64Encoded: false,
      stage: '$default',
      method: 'GET',
      header: 'yes',
      body: false,
    },
  },
  {
    name: 'An HTTP API answers what a function returns: with status, headers and cookies, or as JSON',
    notTo: NO_HTTP_APIS,
    reference: HTTP,
    stack: httpApiTo(SAYS, 'POST /says'),
    async tell(_aws, _function, { apiUrl }) {
      const whole = { statusCode: 201, headers: { 'X-A': 'yes' }, cookies: ['a=1', 'b=2'], body: 'made' };
      const said = await fetch(`${apiUrl}says`, json(whole));
      return {
        whole: [said.status, said.headers.get('x-a'), said.headers.getSetCookie(), await said.text()],
        base64: (await answerOf(fetch(`${apiUrl}says`, json({ statusCode: 200, body: 'aGk=', isBase64Encoded: true }))))
          .body,
        plain: await answerOf(fetch(`${apiUrl}says`, json({ hello: 1 }))),
      };
    },
    expected: {
      whole: [201, 'yes', ['a=1', 'b=2'], 'made'],
      base64: 'hi',
      plain: { status: 200, type: 'application/json', body: { hello: 1 } },
    },
  },
  {
    name: 'An HTTP API takes the most specific route, and has none for other paths',
    notTo: NO_HTTP_APIS,
    reference: guide(
      'API Gateway Developer Guide',
      'Create routes for HTTP APIs in API Gateway',
      'http-api-develop-routes',
    ),
    stack: httpApiTo(ECHO, 'GET /letters/{id}', 'GET /letters/new', 'ANY /letters/{rest+}'),
    async tell(_aws, _function, { apiUrl }) {
      const routeOf = async (method: string, path: string) =>
        ((await (await fetch(`${apiUrl}${path}`, { method })).json()) as APIGatewayProxyEventV2).routeKey;
      return {
        routes: [
          await routeOf('GET', 'letters/new'),
          await routeOf('GET', 'letters/7'),
          await routeOf('PUT', 'letters/7'),
          await routeOf('GET', 'letters/7/pages/2'),
        ],
        nowhere: await answerOf(fetch(`${apiUrl}nowhere`)),
      };
    },
    expected: {
      routes: ['GET /letters/new', 'GET /letters/{id}', 'ANY /letters/{rest+}', 'ANY /letters/{rest+}'],
      nowhere: { status: 404, type: 'application/json', body: { message: 'Not Found' } },
    },
  },
  {
    name: 'An HTTP API says an event straight on a bus',
    notTo: NO_HTTP_APIS,
    reference: SERVICES,
    stack: httpApiStraight(
      'EventBridge-PutEvents',
      {
        ...{ Source: 'web', DetailType: '$request.body.type', Detail: '$request.body.detail' },
        EventBusName: ref('Bus'),
      },
      roleOf('apigateway', 'events:PutEvents'),
      (name) => ({ Bus: busOf(name('bus')), ...heardBy(name('heard'), 'Bus') }),
    ),
    async tell(aws, _, stack) {
      const { status } = await fetch(
        `${stack.apiUrl}letters`,
        json({ type: 'LetterSent', detail: { to: 'Ann "A."' } }),
      );
      const [event] = bodiesOf(await messagesIn(aws, await queueCalled(aws, stack.name('heard')), 1));
      const { source, detail, 'detail-type': type } = Object(event);
      return { status, heard: { source, type, detail } };
    },
    expected: { status: 200, heard: { source: 'web', type: 'LetterSent', detail: { to: 'Ann "A."' } } },
  },
  {
    name: 'An HTTP API sends what is posted straight to a queue',
    notTo: NO_HTTP_APIS,
    reference: SERVICES,
    stack: httpApiStraight(
      'SQS-SendMessage',
      { QueueUrl: ref('Sent'), MessageBody: '$request.body' },
      roleOf('apigateway', 'sqs:SendMessage'),
      (name) => ({ Sent: queueOf(name('sent')) }),
    ),
    async tell(aws, _, stack) {
      const { status } = await fetch(`${stack.apiUrl}letters`, json({ to: 'Ann' }));
      return { status, sent: bodiesOf(await messagesIn(aws, await queueCalled(aws, stack.name('sent')), 1)) };
    },
    expected: { status: 200, sent: [{ to: 'Ann' }] },
  },
  {
    name: 'A REST API hands a request to a function with its resource, its stage and all values of what comes twice',
    notTo: NEEDS_DOCKER,
    reference: {
      ...REST,
      seen: 'the last value as the one was seen at AWS: gist metaskills/55f9e3c7e205f6dc9db2f2a1bcd3d289',
    },
    stack: restApiTo(ECHO),
    async tell(_aws, _function, { apiUrl }) {
      const answer = await fetch(`${apiUrl}letters/7?x=1&x=2`, json({ to: 'Ann' }));
      const event = (await answer.json()) as APIGatewayProxyEvent;
      const { resource, path, httpMethod, body, isBase64Encoded, pathParameters, stageVariables } = event;
      const { queryStringParameters, multiValueQueryStringParameters, requestContext } = event;
      const { stage, resourcePath, path: wholePath } = requestContext;
      return {
        ...{ resource, path, httpMethod, body, isBase64Encoded, pathParameters, stageVariables },
        ...{ queryStringParameters, multiValueQueryStringParameters, stage, resourcePath, wholePath },
      };
    },
    expected: {
      resource: '/letters/{id}',
      path: '/letters/7',
      httpMethod: 'POST',
      body: '{"to":"Ann"}',
      isBase64Encoded: false,
      pathParameters: { id: '7' },
      stageVariables: { colour: 'blue' },
      queryStringParameters: { x: '2' },
      multiValueQueryStringParameters: { x: ['1', '2'] },
      stage: 'prod',
      resourcePath: '/letters/{id}',
      wholePath: '/prod/letters/7',
    },
  },
  {
    name: 'A REST API has no answer for a method that it has not, nor for an answer of a function that is no object',
    notTo: NEEDS_DOCKER,
    reference: REST,
    stack: restApiTo(SAYS),
    async tell(_aws, _function, { apiUrl }) {
      const at = `${apiUrl}letters/7`;
      return {
        made: (await answerOf(fetch(at, json({ statusCode: 201, body: 'made' })))).status,
        malformed: await answerOf(fetch(at, json('text'))),
        missing: await answerOf(fetch(at, { method: 'DELETE' })),
      };
    },
    expected: {
      made: 201,
      malformed: { status: 502, type: 'application/json', body: { message: 'Internal server error' } },
      missing: { status: 403, type: 'application/json', body: { message: 'Missing Authentication Token' } },
    },
  },
]);
