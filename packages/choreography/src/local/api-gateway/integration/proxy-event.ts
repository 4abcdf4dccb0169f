import { type ApiCall, headersAsSent, type RoutedCall } from '#local/api-gateway/api-call.ts';
import { bodyOf, commonLogTime } from '#local/lambda/function-url/function-url-event.ts';
import { ACCOUNT } from '#local/runtime/account.ts';
import { binaryBody } from './binary-media-types.ts';

/** The event that a function gets of a route, by the payload format of its integration. */
export const proxyEvent = (call: RoutedCall): object =>
  call.api.protocol === 'HTTP' && call.route.integration.payloadFormatVersion === '2.0' ? eventV2(call) : eventV1(call);

/** Payload format 2.0 (developer guide: "Create AWS Lambda proxy integrations for HTTP APIs in API Gateway"). */
export function eventV2(call: RoutedCall): Record<string, unknown> {
  const { request, route, pathParameters, stageVariables, query, rawQuery, fullPath, authorizer } = call;
  const { cookie } = request.headers;
  return {
    version: '2.0',
    routeKey: route.key,
    rawPath: fullPath,
    rawQueryString: rawQuery,
    ...(cookie !== undefined && { cookies: cookie.split(';').map((each) => each.trim()) }),
    headers: Object.fromEntries(
      [...withForwarding(call)].flatMap(([name, values]) =>
        name.toLowerCase() === 'cookie' ? [] : [[name.toLowerCase(), values.join(',')]],
      ),
    ),
    ...(rawQuery !== '' && {
      queryStringParameters: Object.fromEntries([...query.keys()].map((name) => [name, query.getAll(name).join(',')])),
    }),
    requestContext: {
      accountId: ACCOUNT,
      apiId: call.api.id,
      ...(authorizer && { authorizer: { [isByToken(call) ? 'jwt' : 'lambda']: authorizer } }),
      ...{ domainName: request.headers.host ?? '', domainPrefix: call.api.id },
      http: {
        ...{ method: request.method, path: fullPath, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1' },
        userAgent: request.headers['user-agent'] ?? '',
      },
      ...{ requestId: call.requestId, routeKey: route.key, stage: call.stage },
      ...{ time: commonLogTime(call.now), timeEpoch: call.now },
    },
    ...(Object.keys(pathParameters).length > 0 && { pathParameters }),
    ...(Object.keys(stageVariables).length > 0 && { stageVariables }),
    ...bodyOf(request),
  };
}

const isByToken = ({ route: { authorizer } }: RoutedCall): boolean =>
  typeof authorizer === 'object' && authorizer.jwt !== undefined;

/**
 * Payload format 1.0, and the event of a REST API (developer guide: "Lambda proxy integrations in API Gateway", input format of a Lambda
 * function for proxy integration). Headers keep their names as sent.
 */
export function eventV1(call: RoutedCall): Record<string, unknown> {
  const { api, request, route, pathParameters, stageVariables, query } = call;
  const isRest = api.protocol === 'REST';
  const { body, isBase64Encoded } = isRest ? binaryBody(request, api.binaryMediaTypes) : bodyOf(request);
  const headers = withForwarding(call);
  const names = [...new Set(query.keys())];
  return {
    ...(!isRest && { version: '1.0' }),
    resource: route.path,
    path: isRest ? call.path : call.fullPath,
    httpMethod: request.method,
    headers: Object.fromEntries([...headers].map(([name, values]) => [name, values.at(-1)])),
    multiValueHeaders: Object.fromEntries(headers),
    queryStringParameters: orNull(Object.fromEntries(names.map((name) => [name, query.getAll(name).at(-1)]))),
    multiValueQueryStringParameters: orNull(Object.fromEntries(names.map((name) => [name, query.getAll(name)]))),
    pathParameters: orNull(pathParameters),
    stageVariables: orNull(stageVariables),
    requestContext: contextV1(call),
    body: body ?? null,
    isBase64Encoded,
  };
}

/** `$context`, as events of payload format 1.0 have it. */
export function contextV1(call: RoutedCall): Record<string, unknown> {
  const { api, request, route, authorizer } = call;
  return {
    ...{ accountId: ACCOUNT, apiId: api.id, resourceId: route.key, resourcePath: route.path },
    ...(authorizer && { authorizer }),
    ...{ domainName: request.headers.host ?? '', domainPrefix: api.id, extendedRequestId: call.requestId },
    httpMethod: request.method,
    identity: { ...NOBODY, sourceIp: '127.0.0.1', userAgent: request.headers['user-agent'] ?? null },
    ...{ path: call.fullPath, protocol: 'HTTP/1.1', requestId: call.requestId },
    ...{ requestTime: commonLogTime(call.now), requestTimeEpoch: call.now, stage: call.stage },
  };
}

const NOBODY = Object.fromEntries(
  [
    ...['accessKey', 'accountId', 'caller', 'cognitoAuthenticationProvider', 'cognitoAuthenticationType'],
    ...['cognitoIdentityId', 'cognitoIdentityPoolId', 'principalOrgId', 'user', 'userArn'],
  ].map((name) => [name, null]),
);

function withForwarding(call: ApiCall): Map<string, string[]> {
  const headers = headersAsSent(call.request);
  headers.set('X-Amzn-Trace-Id', [call.traceId.split(';')[0] ?? '']);
  headers.set('X-Forwarded-For', ['127.0.0.1']);
  headers.set('X-Forwarded-Port', [call.request.headers.host?.split(':')[1] ?? '80']);
  headers.set('X-Forwarded-Proto', ['http']);
  return headers;
}

const orNull = <Value extends object>(value: Value): Value | null => (Object.keys(value).length > 0 ? value : null);
