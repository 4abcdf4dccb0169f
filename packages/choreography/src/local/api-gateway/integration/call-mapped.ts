import { type Integration, type IntegrationResponse, serviceIn } from '#local/api-gateway/api.ts';
import { type RoutedCall, routeArn } from '#local/api-gateway/api-call.ts';
import type { ApiServices } from '#local/api-gateway/api-services.ts';
import { parameterValue } from '#local/api-gateway/parameter-value.ts';
import { jsonPath } from '#local/events/input/json-path.ts';
import { AwsError } from '#local/gateway/aws-error.ts';
import type { AwsResponse } from '#local/gateway/backend.ts';
import { failed, invokeFor } from './call-function.ts';
import { gatewayAnswer } from './gateway-answer.ts';
import { texts } from './integration.ts';
import { type Rendered, renderTemplate } from './mapping-template.ts';
import { type ActionParameters, callAction } from './service-action.ts';

/** What is behind an integration has answered. */
interface Answered {
  /** By which the response is chosen: a status, or what a function failed with; empty where it did not. */
  readonly outcome: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * An integration of a REST API with mapping templates: a service, a function, or none (`MOCK`) (developer guide: "Set up data
 * transformations in API Gateway", "Set up mock integrations in API Gateway").
 */
export async function callMapped(call: RoutedCall, services: ApiServices): Promise<AwsResponse> {
  const { integration } = call.route;
  const input = await inputOf(integration, call);
  if (input === undefined) return gatewayAnswer('unsupported media type', call.api.protocol);
  try {
    const answered = await answerOf(integration, input, call, services);
    const response = responseFor(integration.responses, answered.outcome);
    return response ? await mapped(response, answered, call) : gatewayAnswer('integration failed', call.api.protocol);
  } catch (error) {
    if (!(error instanceof AwsError) && !(error instanceof SyntaxError)) throw error;
    return failed(error instanceof AwsError ? error : new AwsError('BadRequest', error.message), call);
  }
}

type Input = Pick<Rendered, 'body' | 'request'>;

/** What the integration is given: of the template for the type of the content, or as it came. Undefined if neither may be. */
async function inputOf(
  { requestTemplates, passthroughBehavior }: Integration,
  call: RoutedCall,
): Promise<Input | undefined> {
  const { headers, body } = call.request;
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? 'application/json';
  const template = requestTemplates[type] ?? requestTemplates.$default;
  if (template !== undefined) return renderTemplate(template, body.toString(), call);
  const hasTemplates = Object.keys(requestTemplates).length > 0;
  const passes =
    passthroughBehavior === 'WHEN_NO_MATCH' || (passthroughBehavior === 'WHEN_NO_TEMPLATES' && !hasTemplates);
  return passes ? { body: body.toString(), request: { header: {}, querystring: {}, path: {} } } : undefined;
}

async function answerOf(
  integration: Integration,
  { body: input, request }: Input,
  call: RoutedCall,
  services: ApiServices,
): Promise<Answered> {
  const { type, uri, credentials } = integration;
  // The CDK's own templates are no JSON: `{ statusCode: 204 }`.
  if (type === 'MOCK')
    return { outcome: /"?statusCode"?\s*:\s*"?(\d+)/.exec(input)?.[1] ?? '500', headers: {}, body: input };
  if (serviceIn(uri) === 'lambda') {
    const event: unknown = input === '' ? {} : JSON.parse(input);
    const source = routeArn(call, call.route);
    const { payload, functionError } = await invokeFor({ uri, credentials, source }, event, call, services);
    const message = functionError ? String(Object(JSON.parse(payload)).errorMessage ?? '') : '';
    return { outcome: message, headers: {}, body: payload };
  }
  const { status, headers, body } = await callAction(
    integration,
    input,
    overridden(parametersOf(integration, call), request),
    call,
    services,
  );
  return { outcome: String(status), headers, body: body.toString() };
}

/** Parameters with those in their place that a mapping template sets; names of headers have no case. */
function overridden(
  parameters: ActionParameters,
  { header, querystring, path }: Rendered['request'],
): ActionParameters {
  const lower = (names: object) => Object.entries(names).map(([name, value]) => [name.toLowerCase(), String(value)]);
  return {
    header: Object.fromEntries([...lower(parameters.header), ...lower(header)]),
    querystring: { ...parameters.querystring, ...texts(querystring) },
    path: { ...parameters.path, ...texts(path) },
  };
}

/** `integration.request.header.X-Amz-Target`, and others, with their values. */
function parametersOf({ requestParameters }: Integration, call: RoutedCall) {
  const found: { header: Record<string, string>; querystring: Record<string, string>; path: Record<string, string> } = {
    ...{ header: {}, querystring: {}, path: {} },
  };
  for (const [to, written] of Object.entries(requestParameters)) {
    const [, kind = '', name = ''] = /^integration\.request\.(header|querystring|path)\.(.+)$/.exec(to) ?? [];
    const value = /^'(.*)'$/s.exec(written)?.[1] ?? parameterValue(written, call);
    if (value !== undefined && kind in found) found[kind as keyof typeof found][name] = value;
  }
  return found;
}

/** The first whose pattern is of the whole outcome, else the one without a pattern. */
const responseFor = (responses: readonly IntegrationResponse[], outcome: string): IntegrationResponse | undefined =>
  responses.find(
    ({ selectionPattern }) =>
      selectionPattern !== undefined && outcome !== '' && new RegExp(`^(?:${selectionPattern})$`, 's').test(outcome),
  ) ?? responses.find(({ selectionPattern }) => selectionPattern === undefined);

async function mapped(response: IntegrationResponse, answered: Answered, call: RoutedCall): Promise<AwsResponse> {
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  for (const [to, written] of Object.entries(response.responseParameters)) {
    const name = /^method\.response\.header\.(.+)$/.exec(to)?.[1];
    const value = /^'(.*)'$/s.exec(written)?.[1] ?? ofAnswer(written, answered) ?? parameterValue(written, call);
    if (name !== undefined && value !== undefined) headers[name.toLowerCase()] = value;
  }
  const [[type, template] = []] = Object.entries(response.responseTemplates);
  const chosen = response.responseTemplates['application/json'] ?? template;
  if (chosen !== undefined && type !== undefined && response.responseTemplates['application/json'] === undefined)
    headers['content-type'] = type;
  const isMock = call.route.integration.type === 'MOCK';
  if (chosen === undefined) return { status: Number(response.statusCode), headers, body: isMock ? '' : answered.body };
  const { body, response: override } = await renderTemplate(chosen, answered.body, call);
  for (const [name, value] of Object.entries(override.header)) headers[name.toLowerCase()] = String(value);
  return { status: Number(override.status ?? response.statusCode), headers, body };
}

/** `integration.response.header.NAME` or `integration.response.body.PATH`. */
function ofAnswer(written: string, { headers, body }: Answered): string | undefined {
  const [, kind, name = ''] = /^integration\.response\.(header|body)\.?(.*)$/.exec(written) ?? [];
  if (kind === 'header')
    return Object.entries(headers).find(([each]) => each.toLowerCase() === name.toLowerCase())?.[1];
  if (kind !== 'body') return undefined;
  try {
    const value = name === '' ? body : jsonPath(`$.${name}`)?.(JSON.parse(body));
    return value === undefined ? undefined : typeof value === 'object' ? JSON.stringify(value) : String(value);
  } catch {
    return undefined;
  }
}
