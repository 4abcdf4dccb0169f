import { type Integration, type IntegrationResponse, type Protocol, serviceIn } from '#local/api-gateway/api.ts';
import { asObject } from '#template/document/as-object.ts';

type Values = Readonly<Record<string, unknown>>;

/** The integration of an OpenAPI document (developer guide: "x-amazon-apigateway-integration object"). */
export function integrationOfBody(given: Values, protocol: Protocol): Integration {
  return {
    type: typeOf(given.type, given.uri),
    subtype: optional(given.integrationSubtype),
    uri: String(given.uri ?? ''),
    credentials: optional(given.credentials),
    payloadFormatVersion: String(given.payloadFormatVersion ?? (protocol === 'HTTP' ? '2.0' : '1.0')),
    requestParameters: texts(given.requestParameters),
    requestTemplates: texts(given.requestTemplates),
    passthroughBehavior: String(given.passthroughBehavior ?? 'when_no_match').toUpperCase(),
    responses: Object.entries(asObject(given.responses)).map(([pattern, response]) => {
      const { statusCode, responseParameters, responseTemplates } = asObject(response);
      return responseOf(pattern === 'default' ? undefined : pattern, statusCode, responseParameters, responseTemplates);
    }),
  };
}

/** `Integration` of an `AWS::ApiGateway::Method`. */
export function integrationOfMethod(given: Values): Integration {
  return {
    type: typeOf(given.Type, given.Uri),
    uri: String(given.Uri ?? ''),
    credentials: optional(given.Credentials),
    payloadFormatVersion: '1.0',
    requestParameters: texts(given.RequestParameters),
    requestTemplates: texts(given.RequestTemplates),
    passthroughBehavior: String(given.PassthroughBehavior ?? 'WHEN_NO_MATCH'),
    responses: list(given.IntegrationResponses).map((response) => {
      const { SelectionPattern, StatusCode, ResponseParameters, ResponseTemplates } = asObject(response);
      return responseOf(SelectionPattern, StatusCode, ResponseParameters, ResponseTemplates);
    }),
  };
}

/** An `AWS::ApiGatewayV2::Integration`. */
export function integrationOfHttpApi(given: Values): Integration {
  return {
    type: typeOf(given.IntegrationType, given.IntegrationUri),
    subtype: optional(given.IntegrationSubtype),
    uri: String(given.IntegrationUri ?? ''),
    credentials: optional(given.CredentialsArn),
    payloadFormatVersion: String(given.PayloadFormatVersion ?? '1.0'),
    requestParameters: texts(given.RequestParameters),
    requestTemplates: {},
    passthroughBehavior: 'WHEN_NO_MATCH',
    responses: [],
  };
}

/** Why requests cannot be handed to what an integration names; undefined if they can. */
export function whyNoIntegration({ type, subtype, uri, credentials }: Integration): string | undefined {
  if (credentials?.includes(':user/*')) return 'integrations with the credentials of the caller do not run here';
  if (subtype !== undefined)
    return SUBTYPES.includes(subtype)
      ? undefined
      : `integrations "${subtype}" do not run here, only ${SUBTYPES.join(' and ')}`;
  if (type === 'MOCK') return undefined;
  if (type === 'HTTP' || type === 'HTTP_PROXY') return 'requests are not handed on to other addresses here';
  const service = serviceIn(uri);
  if (type === 'AWS_PROXY') return service === 'lambda' ? undefined : `no function is in its URI "${uri}"`;
  if (type !== 'AWS') return `there is no integration of the type "${type}"`;
  return service === 'lambda' || SERVICES.includes(service)
    ? undefined
    : `requests are handed to functions and to ${SERVICES.join(', ')} here, not to ${service || `"${uri}"`}`;
}

const SUBTYPES = ['EventBridge-PutEvents', 'SQS-SendMessage'];

/** Services that a REST API can call here, by their names in a URI. */
const SERVICES = ['events', 'sqs', 'sns', 'dynamodb'];

const typeOf = (type: unknown, uri: unknown): string =>
  String(type ?? (uri === undefined ? 'MOCK' : 'AWS_PROXY')).toUpperCase();

const responseOf = (
  pattern: unknown,
  status: unknown,
  parameters: unknown,
  templates: unknown,
): IntegrationResponse => ({
  selectionPattern: pattern === undefined || pattern === '' ? undefined : String(pattern),
  statusCode: String(status ?? 200),
  responseParameters: texts(parameters),
  responseTemplates: texts(templates),
});

const optional = (value: unknown): string | undefined => (value === undefined ? undefined : String(value));

export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export const texts = (value: unknown): Record<string, string> =>
  Object.fromEntries(Object.entries(asObject(value)).map(([name, each]) => [name, String(each)]));
