import type { AwsRequest, AwsResponse } from '#local/gateway/backend.ts';
import type { Cors } from './api.ts';

/**
 * The answer to a preflight, which no integration is asked for (developer guide: "Configure CORS for HTTP APIs in API Gateway"). Undefined if
 * the request is none. A route for OPTIONS of its own is not asked either.
 */
export function preflightAnswer(cors: Cors, { method, headers }: AwsRequest): AwsResponse | undefined {
  if (method !== 'OPTIONS' || headers.origin === undefined || !headers['access-control-request-method'])
    return undefined;
  return { status: 204, headers: allows(cors, headers.origin) ? headersOf(cors, headers.origin, true) : {}, body: '' };
}

/** An answer with the API's CORS headers, which take the place of those of the integration. */
export function withCorsHeaders(cors: Cors, { headers }: AwsRequest, answer: AwsResponse): AwsResponse {
  const others = Object.fromEntries(
    Object.entries(answer.headers).filter(([name]) => !name.toLowerCase().startsWith('access-control-')),
  );
  const added = headers.origin !== undefined && allows(cors, headers.origin) ? headersOf(cors, headers.origin) : {};
  return { ...answer, headers: { ...others, ...added } };
}

/** Whether pages of an origin may ask: `https://*` are all of HTTPS. */
export const allows = ({ allowOrigins = [] }: Cors, origin: string): boolean =>
  allowOrigins.some(
    (allowed) =>
      allowed === '*' ||
      allowed.toLowerCase() === origin.toLowerCase() ||
      (allowed.endsWith('://*') && origin.startsWith(allowed.slice(0, -1))),
  );

function headersOf(cors: Cors, origin: string, preflight = false): Record<string, string> {
  const {
    allowOrigins = [],
    allowMethods = [],
    allowHeaders = [],
    exposeHeaders = [],
    allowCredentials,
    maxAge,
  } = cors;
  const listed = (name: string, values: readonly string[]) => (values.length > 0 ? { [name]: values.join(',') } : {});
  return {
    'access-control-allow-origin': allowOrigins.includes('*') ? '*' : origin,
    ...(String(allowCredentials) === 'true' && { 'access-control-allow-credentials': 'true' }),
    ...listed('access-control-expose-headers', exposeHeaders),
    ...(preflight && {
      ...listed('access-control-allow-methods', allowMethods),
      ...listed('access-control-allow-headers', allowHeaders),
      ...(maxAge !== undefined && { 'access-control-max-age': String(maxAge) }),
    }),
  };
}
