import { asObject, isObject } from '#template/document/as-object.ts';
import type { Api, Authorizer, Cors, Integration, Route } from './api.ts';
import type { DeclaredApi, Values } from './declared-api.ts';
import { integrationOfHttpApi, integrationOfMethod, list, texts } from './integration/integration.ts';
import { readBody, splitSources, tokenAuthorizer } from './open-api.ts';

/** An API of all that the templates declare of it: its body and the resources that belong to it. */
export function compileApi(id: string, declared: DeclaredApi): Api {
  const { protocol, properties = {} } = declared;
  const body = readBody(properties.Body, protocol);
  const routes = protocol === 'HTTP' ? httpRoutes(declared) : restRoutes(declared);
  return {
    ...{ id, protocol, routes: [...body.routes, ...routes] },
    cors: isObject(properties.CorsConfiguration) ? corsOf(properties.CorsConfiguration) : body.cors,
    binaryMediaTypes: [...body.binaryMediaTypes, ...list(properties.BinaryMediaTypes).map(String)],
    stages: new Map([
      ...(properties.Target === undefined ? [] : [['$default', {}] as const]),
      // A stage that a deployment makes has no variables: a resource of the same name says what it has.
      ...[...declared.parts('stage').values()]
        .sort((a, b) => Number('DeploymentId' in a) - Number('DeploymentId' in b))
        .map((stage) => [String(stage.StageName), texts(stage.StageVariables ?? stage.Variables)] as const),
    ]),
  };
}

function httpRoutes(declared: DeclaredApi): Route[] {
  const { Target, RouteKey = '$default', CredentialsArn } = declared.properties ?? {};
  const quick = integrationOfHttpApi({ IntegrationUri: Target, CredentialsArn, PayloadFormatVersion: '2.0' });
  return [
    ...(Target === undefined ? [] : [httpRoute(String(RouteKey), quick)]),
    ...[...declared.parts('route').values()].flatMap((route): Route[] => {
      const { RouteKey: key, Target: target, AuthorizationType: kind, AuthorizerId } = route;
      const integration = declared.parts('integration').get(String(target).replace(/^integrations\//, ''));
      if (!integration) return [];
      const made = httpRoute(String(key), integrationOfHttpApi(integration));
      if (kind === 'AWS_IAM') return [{ ...made, authorizer: 'AWS_IAM' }];
      const isNamed = kind === 'CUSTOM' || kind === 'JWT';
      const authorizer = isNamed ? declared.parts('authorizer').get(String(AuthorizerId)) : undefined;
      return [
        {
          ...made,
          ...(authorizer && { authorizer: httpAuthorizer(String(AuthorizerId), authorizer) }),
          ...(isNamed && { scopes: list(route.AuthorizationScopes).map(String) }),
        },
      ];
    }),
  ];
}

function httpRoute(key: string, integration: Integration): Route {
  const [method = '', path = ''] = key === '$default' ? ['ANY', key] : key.split(' ');
  return { method, path, key, integration };
}

/** Routes of methods, whose paths are those of resources within resources. */
function restRoutes(declared: DeclaredApi): Route[] {
  const resources = declared.parts('resource');
  const pathOf = (resourceId: string): string => {
    const resource = resources.get(resourceId);
    return resource ? `${pathOf(String(resource.ParentId)).replace(/\/$/, '')}/${String(resource.PathPart)}` : '/';
  };
  return [...declared.parts('method').values()].flatMap((given): Route[] => {
    const { HttpMethod, ResourceId, Integration: integration, AuthorizationType: kind, AuthorizerId } = given;
    if (integration === undefined) return [];
    const [method, path] = [String(HttpMethod), pathOf(String(ResourceId))];
    const authorizer = kind === 'CUSTOM' ? declared.parts('authorizer').get(String(AuthorizerId)) : undefined;
    return [
      {
        ...{ method, path, key: `${method} ${path}`, integration: integrationOfMethod(asObject(integration)) },
        ...(kind === 'AWS_IAM' && { authorizer: 'AWS_IAM' as const }),
        ...(authorizer && { authorizer: restAuthorizer(String(AuthorizerId), authorizer) }),
      },
    ];
  });
}

const httpAuthorizer = (id: string, given: Values): Authorizer =>
  given.AuthorizerType === 'JWT'
    ? tokenAuthorizer(id, given.IdentitySource, given.JwtConfiguration)
    : functionAuthorizer(id, given);

const functionAuthorizer = (id: string, given: Values): Authorizer => ({
  ...{ id, type: 'REQUEST', uri: String(given.AuthorizerUri) },
  credentials: given.AuthorizerCredentialsArn === undefined ? undefined : String(given.AuthorizerCredentialsArn),
  identitySources: splitSources(given.IdentitySource),
  payloadFormatVersion: String(given.AuthorizerPayloadFormatVersion ?? '1.0'),
  simpleResponses: String(given.EnableSimpleResponses) === 'true',
  resultTtlSeconds: Number(given.AuthorizerResultTtlInSeconds ?? 0),
});

const restAuthorizer = (id: string, given: Values): Authorizer => ({
  ...{ id, type: String(given.Type), uri: String(given.AuthorizerUri) },
  credentials: given.AuthorizerCredentials === undefined ? undefined : String(given.AuthorizerCredentials),
  identitySources: splitSources(given.IdentitySource ?? 'method.request.header.Authorization'),
  identityValidationExpression:
    given.IdentityValidationExpression === undefined ? undefined : String(given.IdentityValidationExpression),
  payloadFormatVersion: '1.0',
  simpleResponses: false,
  resultTtlSeconds: Number(given.AuthorizerResultTtlInSeconds ?? 300),
});

/** `AllowOrigins` as `allowOrigins`. */
const corsOf = (given: Values): Cors =>
  Object.fromEntries(
    Object.entries(given).map(([name, value]) => [
      name.charAt(0).toLowerCase() + name.slice(1),
      name === 'AllowCredentials' ? String(value) === 'true' : value,
    ]),
  );
