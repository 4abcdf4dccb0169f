import type { AwsRequest } from '#local/gateway/backend.ts';
import { traceIdOf } from '#local/lambda/invocation/invocation.ts';
import { arn } from '#local/runtime/account.ts';
import { uuid } from '#local/runtime/chance.ts';
import type { Api, Route } from './api.ts';
import type { FoundRoute } from './find-route.ts';

/** A request to an API, taken apart. */
export interface ApiCall {
  readonly api: Api;
  readonly request: AwsRequest;
  readonly stage: string;
  readonly stageVariables: Readonly<Record<string, string>>;
  /** Within the stage: `/letters/1`. */
  readonly path: string;
  /** With the stage, unless that is `$default`. */
  readonly fullPath: string;
  /** Without the question mark. */
  readonly rawQuery: string;
  readonly query: URLSearchParams;
  readonly requestId: string;
  readonly traceId: string;
  /** In milliseconds since 1970. */
  readonly now: number;
}

/** A request with its route, and what its authorizer said of who asks. */
export interface RoutedCall extends ApiCall, FoundRoute {
  readonly authorizer?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * A request of `/STAGE/…`, or of the stage `$default`, which has no name in the path (developer guide: "Stages for HTTP APIs in API
 * Gateway"). Undefined if the API has no such stage.
 */
export function apiCall(api: Api, request: AwsRequest, rest: string, now: number): ApiCall | undefined {
  const [, fullPath = '/', rawQuery = ''] = /^([^?]*)\??(.*)$/s.exec(rest === '' ? '/' : rest) ?? [];
  const named = fullPath.split('/')[1] ?? '';
  const stage = named !== '$default' && api.stages.has(named) ? named : '$default';
  const stageVariables = api.stages.get(stage);
  if (!stageVariables) return undefined;
  const path = stage === '$default' ? fullPath || '/' : fullPath.slice(named.length + 1) || '/';
  const requestId = uuid();
  const traceId = request.headers['x-amzn-trace-id'] ?? traceIdOf(requestId, now);
  const query = new URLSearchParams(rawQuery);
  return { api, request, stage, stageVariables, path, fullPath, rawQuery, query, requestId, traceId, now };
}

/** What a call is judged by: `arn:aws:execute-api:REGION:ACCOUNT:API/STAGE/METHOD/PATH` of the request. */
export const methodArn = ({ api, stage, request, path }: ApiCall): string =>
  arn('execute-api', `${api.id}/${stage}/${request.method}${path}`);

/** What a function is called for: the ARN of the route, with the variables of its path not replaced. */
export const routeArn = ({ api, stage, request }: ApiCall, { path }: Route): string =>
  arn('execute-api', `${api.id}/${stage}/${path === '$default' ? path : `${request.method}${path}`}`);

/** The headers by their names as sent, each with all its values. */
export function headersAsSent({ headers, rawHeaders = [] }: AwsRequest): Map<string, string[]> {
  const sent = new Map<string, string[]>();
  const names = new Map<string, string>();
  const pairs =
    rawHeaders.length > 0
      ? Array.from({ length: rawHeaders.length / 2 }, (_, at) => [rawHeaders[2 * at], rawHeaders[2 * at + 1]])
      : Object.entries(headers).filter(([, value]) => value !== undefined);
  for (const [name = '', value = ''] of pairs) {
    const known = names.get(name.toLowerCase()) ?? name;
    names.set(name.toLowerCase(), known);
    sent.set(known, [...(sent.get(known) ?? []), value]);
  }
  return sent;
}
