import { apiEndpoint } from '#local/api-gateway/apis-path.ts';
import { integrationOfHttpApi, whyNoIntegration } from '#local/api-gateway/integration/integration.ts';
import { readBody } from '#local/api-gateway/open-api.ts';
import type { Incapacity, ResourceType } from '#local/resources/types/resource-type.ts';
import { idOf } from './id.ts';
import { partOf } from './part.ts';

const FOR_PEOPLE = 'It is for people.';
const TAGS = 'Tags say nothing that the runtime acts on.';
const TIMEOUT = "The function's own timeout holds.";
const NO_METRICS = 'There are no metrics, throttles or access logs here.';

/** An HTTP API. */
const api: ResourceType = {
  honours: [
    ...['Name', 'ProtocolType', 'Body', 'Target', 'RouteKey', 'CredentialsArn'],
    ...['AllowCredentials', 'AllowHeaders', 'AllowMethods', 'AllowOrigins', 'ExposeHeaders', 'MaxAge'].map(
      (name) => `CorsConfiguration.${name}`,
    ),
  ],
  withoutEffect: {
    ...{ Description: FOR_PEOPLE, Version: FOR_PEOPLE, Tags: TAGS },
    FailOnWarnings: 'What is not honoured is refused in any case.',
    DisableExecuteApiEndpoint: 'There are no domain names here: this is the only address.',
    IpAddressType: 'It listens on this machine alone.',
  },
  cannot: ({ properties: { ProtocolType, Body } }) => [
    ...(ProtocolType === undefined || ProtocolType === 'HTTP'
      ? []
      : [{ why: `APIs of the protocol ${String(ProtocolType)} do not run here` }]),
    ...readBody(Body, 'HTTP').problems,
  ],
  identify: (resource) => {
    const id = idOf(resource);
    return { ref: id, attributes: { ApiId: id, ApiEndpoint: apiEndpoint(resource.endpoint, id) } };
  },
  create: async ({ properties }, { ref }, { apis }) => (await apis()).putApi(ref, 'HTTP', properties),
  replaces: true,
  remove: (_, { ref }, { apis }) => {
    void apis().then((running) => running.removeApi(ref));
  },
};

/** A resource that belongs to an API. */
const part = partOf('ApiId');

const route = part(
  'route',
  {
    honours: ['ApiId', 'RouteKey', 'Target', 'AuthorizationType', 'AuthorizerId', 'AuthorizationScopes'],
    withoutEffect: { OperationName: FOR_PEOPLE },
    cannot: ({ properties: { AuthorizationType: type } }) =>
      type === undefined || ['NONE', 'CUSTOM', 'AWS_IAM', 'JWT'].includes(String(type))
        ? []
        : [
            {
              property: 'AuthorizationType',
              why: `requests are let in by functions or signatures here, not by ${String(type)}`,
            },
          ],
  },
  idOf,
  'RouteId',
);

const integration = part(
  'integration',
  {
    honours: [
      ...['ApiId', 'IntegrationType', 'IntegrationSubtype', 'IntegrationUri', 'CredentialsArn', 'PayloadFormatVersion'],
      ...['RequestParameters', 'IntegrationMethod', 'ConnectionType'],
    ],
    withoutEffect: { Description: FOR_PEOPLE, TimeoutInMillis: TIMEOUT },
    cannot: ({ properties }): Incapacity[] => {
      const made = integrationOfHttpApi(properties);
      const why = whyNoIntegration(made);
      if (why !== undefined) return [{ why }];
      return made.subtype === undefined && Object.keys(made.requestParameters).length > 0
        ? [{ property: 'RequestParameters', why: 'requests are handed to functions as they came' }]
        : [];
    },
  },
  idOf,
  'IntegrationId',
);

const authorizer = part(
  'authorizer',
  {
    honours: [
      ...['ApiId', 'AuthorizerType', 'AuthorizerUri', 'AuthorizerCredentialsArn', 'AuthorizerPayloadFormatVersion'],
      ...['AuthorizerResultTtlInSeconds', 'EnableSimpleResponses', 'IdentitySource'],
      ...['JwtConfiguration.Issuer', 'JwtConfiguration.Audience'],
    ],
    withoutEffect: { Name: FOR_PEOPLE },
    cannot: ({ properties: { AuthorizerType } }) =>
      AuthorizerType === 'REQUEST' || AuthorizerType === 'JWT'
        ? []
        : [{ why: `requests are let in by functions here, not by ${String(AuthorizerType)}` }],
  },
  idOf,
  'AuthorizerId',
);

const stage = part(
  'stage',
  {
    honours: ['ApiId', 'StageName', 'StageVariables', 'AutoDeploy', 'DeploymentId'],
    withoutEffect: {
      ...{ Description: FOR_PEOPLE, Tags: TAGS },
      ...{ AccessLogSettings: NO_METRICS, DefaultRouteSettings: NO_METRICS, RouteSettings: NO_METRICS },
    },
  },
  ({ properties }) => String(properties.StageName),
);

/** A stage shows what the templates say now, whatever was deployed to it. */
const deployment: ResourceType = {
  honours: ['ApiId', 'StageName'],
  withoutEffect: { Description: FOR_PEOPLE },
  identify: (resource) => ({ ref: idOf(resource), attributes: { DeploymentId: idOf(resource) } }),
};

export const API_GATEWAY_V2_TYPES: Readonly<Record<string, ResourceType>> = {
  'AWS::ApiGatewayV2::Api': api,
  'AWS::ApiGatewayV2::Route': route,
  'AWS::ApiGatewayV2::Integration': integration,
  'AWS::ApiGatewayV2::Authorizer': authorizer,
  'AWS::ApiGatewayV2::Stage': stage,
  'AWS::ApiGatewayV2::Deployment': deployment,
};
