import { expect, test } from 'vitest';
import { readBody } from '#local/api-gateway/open-api.ts';

const integration = { type: 'aws_proxy', httpMethod: 'POST', uri: 'arn:aws:apigateway:r:lambda:path/f/invocations' };
const Own = {
  type: 'apiKey',
  name: 'Authorization',
  in: 'header',
  'x-amazon-apigateway-authtype': 'custom',
  'x-amazon-apigateway-authorizer': { type: 'token', authorizerUri: 'arn:aws:apigateway:r:lambda:path/g/invocations' },
};
const key = { type: 'apiKey', name: 'x-api-key', in: 'header' };

const read = (security: object[]) =>
  readBody(
    {
      securityDefinitions: { Own, key },
      paths: { '/a': { get: { 'x-amazon-apigateway-integration': integration, security } } },
    },
    'REST',
  );

test('a route has the authorizer that its security names', () => {
  const { routes, problems } = read([{ Own: [] }]);
  expect(routes).toEqual([expect.objectContaining({ authorizer: expect.objectContaining({ id: 'Own' }) })]);
  expect(problems).toEqual([]);
});

test('SAM writes NONE for a route that has no authorizer', () => {
  const { routes, problems } = read([{ NONE: [] }]);
  expect(routes[0]).not.toHaveProperty('authorizer');
  expect(problems).toEqual([]);
});

test('a second scheme is not passed over: a key beside an authorizer is refused', () => {
  expect(read([{ Own: [] }, { key: [] }]).problems).toEqual([
    { property: 'Body.paths./a.get.security', why: 'a request is let in by one scheme here, not by "key" too' },
  ]);
});
