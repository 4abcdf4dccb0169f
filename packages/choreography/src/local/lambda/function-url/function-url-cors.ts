import { validationError } from '#local/gateway/aws-error.ts';
import type { AwsRequest, AwsResponse } from '#local/gateway/backend.ts';
import type { FunctionUrlConfig } from './function-url-config.ts';

/** How a function URL answers pages of other origins (Lambda API Reference: "Cors"). */
export interface Cors {
  readonly AllowCredentials?: boolean;
  readonly AllowHeaders?: readonly string[];
  readonly AllowMethods?: readonly string[];
  readonly AllowOrigins?: readonly string[];
  readonly ExposeHeaders?: readonly string[];
  /** In seconds. */
  readonly MaxAge?: number;
}

/**
 * Answers a request as the URL's CORS configuration has it (developer guide: "Creating and managing Lambda function URLs"): a preflight
 * without the function, all else with headers beside the function's own, whose names are then there twice. An allowed origin is
 * named in the answer even if all are (aws-powertools/powertools-lambda-python#4163).
 */
export async function withCors(
  request: AwsRequest,
  url: Pick<FunctionUrlConfig, 'authType' | 'cors'> | undefined,
  call: () => Promise<AwsResponse>,
): Promise<AwsResponse> {
  if (!url) return call();
  const { authType, cors } = url;
  const { origin, 'access-control-request-method': wanted } = request.headers;
  const allows = origin !== undefined && ['*', origin].some((each) => cors?.AllowOrigins?.includes(each));
  if (cors && request.method === 'OPTIONS' && origin !== undefined && wanted !== undefined)
    return {
      status: 200,
      headers: allows ? { ...corsHeaders(cors, origin), ...preflightHeaders(cors) } : {},
      body: '',
    };
  if (authType === 'AWS_IAM' && !allows && isOfOtherPage(request)) return forbiddenTo(origin ?? 'another site');
  const answer = await call();
  if (!cors || !allows) return answer;
  const headers = { ...answer.headers };
  for (const [name, value] of Object.entries(corsHeaders(cors, origin))) {
    const own = Object.keys(headers).find((each) => each.toLowerCase() === name) ?? name;
    headers[own] = headers[own] === undefined ? value : `${headers[own]}, ${value}`;
  }
  return { ...answer, headers };
}

/** Refuses a configuration that Lambda refuses. */
export function checkCors(cors: Cors): void {
  const { AllowMethods = [], MaxAge = 0 } = cors;
  const method = AllowMethods.find((each) => !METHODS.includes(each));
  if (method !== undefined)
    throw validationError(`Cors.AllowMethods has "${method}", which is none of ${METHODS.join(', ')}`);
  if (!(Number(MaxAge) >= 0 && Number(MaxAge) <= 86_400))
    throw validationError(`Cors.MaxAge is ${MaxAge}, and has to be a number of seconds from 0 to 86400`);
}

const METHODS = ['GET', 'PUT', 'HEAD', 'POST', 'PATCH', 'DELETE', '*'];

function corsHeaders({ AllowCredentials, ExposeHeaders = [] }: Cors, origin: string): Record<string, string> {
  return {
    'access-control-allow-origin': origin,
    vary: 'Origin',
    ...(String(AllowCredentials) === 'true' && { 'access-control-allow-credentials': 'true' }),
    ...(ExposeHeaders.length > 0 && { 'access-control-expose-headers': ExposeHeaders.join(',') }),
  };
}

function preflightHeaders({ AllowMethods = [], AllowHeaders = [], MaxAge }: Cors): Record<string, string> {
  return {
    ...(AllowMethods.length > 0 && { 'access-control-allow-methods': AllowMethods.join(',') }),
    ...(AllowHeaders.length > 0 && { 'access-control-allow-headers': AllowHeaders.join(',') }),
    ...(MaxAge !== undefined && { 'access-control-max-age': String(MaxAge) }),
  };
}

/** Whether a browser sends it for a page of another origin: then a signature proves nothing here, since any is taken. */
function isOfOtherPage({ headers }: AwsRequest): boolean {
  const { origin, host = '', 'sec-fetch-site': site = 'none' } = headers;
  return (
    (origin !== undefined && origin.replace(/^https?:\/\//, '') !== host) || !['none', 'same-origin'].includes(site)
  );
}

const forbiddenTo = (origin: string): AwsResponse => ({
  status: 403,
  headers: { 'content-type': 'application/json', 'x-amzn-errortype': 'AccessDeniedException' },
  body: JSON.stringify({
    Message: `Forbidden for pages of ${origin}: on this machine any signature is taken, so that pages are let in by the URL's CORS configuration alone. Add the origin to its AllowOrigins.`,
  }),
});
