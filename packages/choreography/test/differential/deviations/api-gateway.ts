import type { Deviations } from '../deviation.ts';

const STRAIGHT = 'Its HTTP APIs lead to functions and addresses only: a route straight to a service answers 502.';

export const API_GATEWAY: Deviations = {
  'An HTTP API hands a request to a function in payload format 2.0': {
    MiniStack: {
      answers: {
        body: false,
        header: 'yes',
        isBase64Encoded: false,
        method: 'GET',
        pathParameters: { id: 'a b' },
        queryStringParameters: { x: '1,2' },
        rawQueryString: 'x=1&x=2',
        routeKey: 'GET /letters/{id}',
        stage: '$default',
        version: '2.0',
      },
      because: 'The event has no cookies of its own.',
    },
  },
  'An HTTP API says an event straight on a bus': {
    MiniStack: { answers: { heard: {}, status: 502 }, because: STRAIGHT },
  },
  'An HTTP API sends what is posted straight to a queue': {
    MiniStack: { answers: { sent: [], status: 502 }, because: STRAIGHT },
  },
  'A REST API hands a request to a function with its resource, its stage and all values of what comes twice': {
    MiniStack: {
      answers: {
        body: '{"to":"Ann"}',
        httpMethod: 'POST',
        isBase64Encoded: false,
        multiValueQueryStringParameters: { x: ['1', '2'] },
        path: '/letters/7',
        pathParameters: { id: '7' },
        queryStringParameters: { x: '1' },
        resource: '/letters/{id}',
        resourcePath: '/letters/{id}',
        stage: 'prod',
        stageVariables: { colour: 'blue' },
        wholePath: '/prod/letters/7',
      },
      because: 'Of a parameter that comes twice it hands on the first value as the one, not the last.',
    },
  },
  'A REST API has no answer for a method that it has not, nor for an answer of a function that is no object': {
    MiniStack: {
      answers: {
        made: 201,
        malformed: { body: 'text', status: 200, type: 'application/json' },
        missing: { body: { message: 'Missing Authentication Token' }, status: 403, type: 'application/json' },
      },
      because: 'It answers any text of a function with 200: a malformed answer fails in the account only.',
    },
  },
};
