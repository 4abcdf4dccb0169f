import { integrationOfMethod, whyNoIntegration } from '#local/api-gateway/integration/integration.ts';
import { readBody } from '#local/api-gateway/open-api.ts';
import type { ResourceType } from '#local/resources/types/resource-type.ts';
import { asObject } from '#template/document/as-object.ts';
import { idOf } from './id.ts';
import { partOf } from './part.ts';

const FOR_PEOPLE = 'It is for people.';
const TAGS = 'Tags say nothing that the runtime acts on.';
const NO_METRICS = 'There are no metrics, throttles, caches or access logs here.';

/** A REST API. */
const restApi: ResourceType = {
  honours: ['Name', 'Body', 'BinaryMediaTypes', 'Mode'],
  withoutEffect: {
    ...{ Description: FOR_PEOPLE, Tags: TAGS, FailOnWarnings: 'What is not honoured is refused in any case.' },
    ...{ EndpointConfiguration: 'It listens on this machine alone.', Parameters: 'They say how a body is imported.' },
    DisableExecuteApiEndpoint: 'There are no domain names here: this is the only address.',
    SecurityPolicy: 'There is no TLS on this machine.',
    MinimumCompressionSize: 'Answers are not compressed here.',
  },
  cannot: ({ properties: { Body } }) => readBody(Body, 'REST').problems,
  identify: (api) => {
    const apiId = idOf(api);
    return {
      ref: apiId,
      attributes: { RestApiId: apiId, RootResourceId: rootOf(apiId) },
    };
  },
  create: async ({ properties }, { ref }, { apis }) => (await apis()).putApi(ref, 'REST', properties),
  replaces: true,
  remove: (_, { ref }, { apis }) => {
    void apis().then((running) => running.removeApi(ref));
  },
};

/** The resource `/` of an API. */
const rootOf = (apiId: string): string => idOf({ stack: apiId, logicalId: '/' });

/** A resource that belongs to a REST API. */
const part = partOf('RestApiId');

const OF_INTEGRATION = [
  ...['Type', 'Uri', 'IntegrationHttpMethod', 'Credentials', 'RequestParameters', 'RequestTemplates'],
  ...['PassthroughBehavior', 'IntegrationResponses.*.StatusCode', 'IntegrationResponses.*.SelectionPattern'],
  ...['IntegrationResponses.*.ResponseParameters', 'IntegrationResponses.*.ResponseTemplates', 'ConnectionType'],
];

const method = part('method', {
  honours: [
    ...['RestApiId', 'ResourceId', 'HttpMethod', 'AuthorizationType', 'AuthorizerId', 'ApiKeyRequired'],
    ...OF_INTEGRATION.map((name) => `Integration.${name}`),
  ],
  withoutEffect: {
    OperationName: FOR_PEOPLE,
    MethodResponses: 'What an integration answers is answered, whether it is declared or not.',
    RequestParameters: 'What comes with a request is handed on, whether it is declared or not.',
    RequestModels: 'They are for people where no validator asks for them.',
    'Integration.TimeoutInMillis': "The function's own timeout holds.",
    'Integration.CacheNamespace': NO_METRICS,
    'Integration.CacheKeyParameters': NO_METRICS,
  },
  cannot: ({ properties: { AuthorizationType: type, ApiKeyRequired, Integration } }) => {
    const why = Integration === undefined ? undefined : whyNoIntegration(integrationOfMethod(asObject(Integration)));
    return [
      ...(why === undefined ? [] : [{ why }]),
      ...(type === undefined || ['NONE', 'CUSTOM', 'AWS_IAM'].includes(String(type))
        ? []
        : [
            {
              property: 'AuthorizationType',
              why: `requests are let in by functions or signatures here, not by ${String(type)}`,
            },
          ]),
      ...(String(ApiKeyRequired) === 'true' ? [{ property: 'ApiKeyRequired', why: 'there are no API keys here' }] : []),
    ];
  },
});

const resource = part('resource', { honours: ['RestApiId', 'ParentId', 'PathPart'] }, idOf, 'ResourceId');

const authorizer = part(
  'authorizer',
  {
    honours: [
      ...['RestApiId', 'Type', 'AuthorizerUri', 'AuthorizerCredentials', 'AuthorizerResultTtlInSeconds'],
      ...['IdentitySource', 'IdentityValidationExpression'],
    ],
    withoutEffect: { Name: FOR_PEOPLE, AuthType: FOR_PEOPLE },
    cannot: ({ properties: { Type } }) =>
      ['TOKEN', 'REQUEST'].includes(String(Type))
        ? []
        : [{ why: `requests are let in by functions here, not by ${String(Type)}` }],
  },
  idOf,
  'AuthorizerId',
);

const stage = part(
  'stage',
  {
    honours: ['RestApiId', 'StageName', 'DeploymentId', 'Variables'],
    withoutEffect: {
      ...{ Description: FOR_PEOPLE, Tags: TAGS, TracingEnabled: 'There is no X-Ray here.' },
      ...{ AccessLogSetting: NO_METRICS, MethodSettings: NO_METRICS, CacheClusterEnabled: NO_METRICS },
      CacheClusterSize: NO_METRICS,
    },
  },
  ({ properties }) => String(properties.StageName),
);

/** A stage shows what the templates say now, whatever was deployed to it. One without a resource of its own is made by its deployment. */
const deployment: ResourceType = {
  honours: ['RestApiId', 'StageName'],
  withoutEffect: { Description: FOR_PEOPLE, StageDescription: NO_METRICS },
  identify: (declared) => ({ ref: idOf(declared), attributes: { DeploymentId: idOf(declared) } }),
  create: async ({ properties: { RestApiId, StageName } }, { ref }, { apis }) => {
    if (StageName !== undefined) (await apis()).putPart(String(RestApiId), 'stage', `of ${ref}`, { StageName });
  },
  replaces: true,
  remove: ({ properties: { RestApiId } }, { ref }, { apis }) => {
    void apis().then((running) => running.removePart(String(RestApiId), 'stage', `of ${ref}`));
  },
};

/** The role by which all APIs of an account write logs. */
const account: ResourceType = {
  honours: [],
  withoutEffect: { CloudWatchRoleArn: NO_METRICS },
  identify: (declared) => ({ ref: idOf(declared), attributes: { Id: idOf(declared) } }),
};

export const API_GATEWAY_TYPES: Readonly<Record<string, ResourceType>> = {
  'AWS::ApiGateway::RestApi': restApi,
  'AWS::ApiGateway::Resource': resource,
  'AWS::ApiGateway::Method': method,
  'AWS::ApiGateway::Authorizer': authorizer,
  'AWS::ApiGateway::Deployment': deployment,
  'AWS::ApiGateway::Stage': stage,
  'AWS::ApiGateway::Account': account,
};
