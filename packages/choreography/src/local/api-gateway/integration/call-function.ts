import { functionIn } from '#local/api-gateway/api.ts';
import { type RoutedCall, routeArn } from '#local/api-gateway/api-call.ts';
import type { ApiServices } from '#local/api-gateway/api-services.ts';
import { AwsError } from '#local/gateway/aws-error.ts';
import type { AwsResponse } from '#local/gateway/backend.ts';
import type { Outcome } from '#local/lambda/environment/execution-environment.ts';
import { functionName } from '#local/lambda/functions.ts';
import { gatewayAnswer } from './gateway-answer.ts';
import { MalformedAnswer, proxyAnswer } from './proxy-answer.ts';
import { proxyEvent } from './proxy-event.ts';

/** Lambda proxy integration: the function answers the request. */
export async function callProxy(call: RoutedCall, services: ApiServices): Promise<AwsResponse> {
  const { api, route, request } = call;
  const { uri, credentials, payloadFormatVersion } = route.integration;
  try {
    const source = routeArn(call, route);
    const outcome = await invokeFor({ uri, credentials, source }, proxyEvent(call), call, services);
    if (outcome.functionError) return gatewayAnswer('malformed answer', api.protocol);
    return proxyAnswer(outcome.payload, api, payloadFormatVersion, request);
  } catch (error) {
    if (error instanceof MalformedAnswer) {
      const blame = `What the handler answered is no HTTP answer: ${error.message}.`;
      services.notify({ kind: 'handler-failed', function: functionName(functionIn(uri)), error: blame, attempt: 1 });
      return gatewayAnswer('malformed answer', api.protocol, blame);
    }
    return failed(error, call);
  }
}

/** What is answered when what is behind a route could not be asked. Throws what is no refusal of a service. */
export function failed(error: unknown, { api }: Pick<RoutedCall, 'api'>): AwsResponse {
  if (!(error instanceof AwsError)) throw error;
  const isTooLarge = error.status === 413 || error.name === 'RequestTooLargeException';
  return gatewayAnswer(isTooLarge ? 'too large' : 'integration failed', api.protocol, error.message);
}

/**
 * Invokes a function as a route, or an authorizer, may: by its role, or else by the function's policy (Lambda developer guide: "Invoking a
 * Lambda function using an Amazon API Gateway endpoint", permissions). Throws AWS's refusal.
 */
export async function invokeFor(
  {
    uri,
    credentials,
    source,
  }: { readonly uri: string; readonly credentials: string | undefined; readonly source: string },
  event: unknown,
  { api, traceId }: Pick<RoutedCall, 'api' | 'traceId'>,
  { functions, authorizeRole, authorizeRoute }: ApiServices,
): Promise<Outcome> {
  const resource = functionIn(uri);
  const demand = { action: 'lambda:InvokeFunction', resource };
  if (credentials === undefined) authorizeRoute(demand, source);
  else authorizeRole(api.id, credentials, demand);
  return functions.invoke(resource, JSON.stringify(event), { traceId });
}
