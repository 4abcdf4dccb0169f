// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is the syntax of CloudFormation.
import { asObject, isObject } from '#template/document/as-object.ts';
import { refuse } from '#template/sam/refusal.ts';
import type { SamResource } from '#template/sam/resources.ts';
import type { Definition } from './api-definition.ts';
import { authorizerCall, type IdentityPrefixes, identitySources } from './function-authorizer.ts';

const OF_API = [
  ...['Authorizers', 'DefaultAuthorizer', 'AddDefaultAuthorizerToCorsPreflight', 'ApiKeyRequired'],
  'AddApiKeyRequiredToCorsPreflight',
];
const OF_ROUTE = ['Authorizer', 'AuthorizationScopes', 'ApiKeyRequired'];

/**
 * Whether what a REST API and its routes ask of `Auth` is translated: authorizers that are functions or user pools, and API keys,
 * in a Swagger document that SAM makes.
 */
export function isAuthTranslated({ id, properties, resource, authOfRoutes }: SamResource): boolean {
  const own = asObject(properties.Auth);
  const routes = Object.values(authOfRoutes[id] ?? {}).map(({ auth }) => asObject(auth));
  return (
    resource.Type === 'AWS::Serverless::Api' &&
    ['DefinitionBody', 'DefinitionUri', 'OpenApiVersion'].every((name) => properties[name] === undefined) &&
    Object.keys(own).every((name) => OF_API.includes(name)) &&
    routes.every((auth) => Object.keys(auth).every((name) => OF_ROUTE.includes(name))) &&
    [own.DefaultAuthorizer, ...routes.map(({ Authorizer }) => Authorizer)].every(
      (name) => name === undefined || (typeof name === 'string' && name !== 'AWS_IAM'),
    )
  );
}

type Requirement = Readonly<Record<string, unknown>>;

/** The document with the security of each of its methods. */
export function withAuth(sam: SamResource, definition: Definition): Definition {
  const { id, properties } = sam;
  const routes = sam.authOfRoutes[id] ?? {};
  const auth = asObject(properties.Auth);
  if (!isAuthTranslated(sam) || (Object.keys(auth).length === 0 && Object.keys(routes).length === 0)) return definition;
  const authorizers = asObject(auth.Authorizers);
  if (auth.DefaultAuthorizer && !authorizers[String(auth.DefaultAuthorizer)])
    refuse(id, `Unable to set DefaultAuthorizer because '${auth.DefaultAuthorizer}' was not defined in 'Authorizers'.`);
  const hasKeys = auth.ApiKeyRequired || Object.values(routes).some((each) => asObject(each.auth).ApiKeyRequired);
  const paths = Object.entries(asObject(definition.paths)).map(([path, methods]) => [
    path,
    Object.fromEntries(
      Object.entries(asObject(methods)).map(([method, operation]) => {
        const asked = routes[method.startsWith('x-') ? path : `${method.toUpperCase()} ${path}`];
        const own = asked ? ofRoute(asked, auth, { method, path }) : [];
        const security = withDefaults(own, auth, method === 'options');
        return [method, { ...asObject(operation), ...((own.length > 0 || security.length > 0) && { security }) }];
      }),
    ),
  ]);
  const securityDefinitions = {
    ...Object.fromEntries(Object.entries(authorizers).map(([name, each]) => [name, schemeOf(id, name, each)])),
    ...(hasKeys && { api_key: { type: 'apiKey', name: 'x-api-key', in: 'header' } }),
  };
  return {
    ...definition,
    paths: Object.fromEntries(paths),
    ...(Object.keys(securityDefinitions).length > 0 && { securityDefinitions }),
  };
}

/** What a route asks for itself: `NONE` and `api_key_false` stand for what it will not have of its API. */
function ofRoute(
  { event, auth }: SamResource['authOfRoutes'][string][string],
  api: Requirement,
  { method, path }: { readonly method: string; readonly path: string },
): Requirement[] {
  const { Authorizer, AuthorizationScopes, ApiKeyRequired } = asObject(auth);
  const at = `on API method [${method}] for path [${path}] because`;
  const authorizers = asObject(api.Authorizers);
  if (Authorizer === 'NONE' && !api.DefaultAuthorizer)
    refuse(
      event,
      `Unable to set Authorizer ${at} 'NONE' is only a valid value when a DefaultAuthorizer on the API is specified.`,
    );
  if (Authorizer && Authorizer !== 'NONE' && !api.Authorizers)
    refuse(event, `Unable to set Authorizer [${Authorizer}] ${at} the related API does not define any Authorizers.`);
  if (Authorizer && Authorizer !== 'NONE' && !authorizers[String(Authorizer)])
    refuse(event, `Unable to set Authorizer [${Authorizer}] ${at} it wasn't defined in the API's Authorizers.`);
  if (AuthorizationScopes && !Authorizer) refuse(event, 'AuthorizationScopes works only when Authorizer is set');
  if (ApiKeyRequired === false && !api.ApiKeyRequired)
    refuse(event, `Unable to set ApiKeyRequired [False] ${at} the related API does not specify any ApiKeyRequired.`);
  const scopes = AuthorizationScopes ?? asObject(authorizers[String(Authorizer)]).AuthorizationScopes ?? [];
  return [
    ...(Authorizer ? [{ [String(Authorizer)]: Authorizer === 'NONE' ? [] : scopes }] : []),
    ...(ApiKeyRequired === undefined ? [] : [{ [ApiKeyRequired ? 'api_key' : 'api_key_false']: [] }]),
  ];
}

function withDefaults(own: readonly Requirement[], auth: Requirement, isPreflight: boolean): Requirement[] {
  const { DefaultAuthorizer, AddDefaultAuthorizerToCorsPreflight, AddApiKeyRequiredToCorsPreflight } = auth;
  const authorizers = asObject(auth.Authorizers);
  const isKey = (each: Requirement) => 'api_key' in each || 'api_key_false' in each;
  let security = [...own];
  if (DefaultAuthorizer && !(isPreflight && AddDefaultAuthorizerToCorsPreflight === false)) {
    const name = String(DefaultAuthorizer);
    const authorized = security.filter((each) => Object.keys(each).some((key) => key in authorizers));
    const others = security.filter((each) => !authorized.includes(each));
    const byDefault = { [name]: asObject(authorizers[name]).AuthorizationScopes ?? [] };
    const next = others.some((each) => 'NONE' in each)
      ? others.filter((each) => !('NONE' in each))
      : [...others, ...(authorized.length > 0 ? authorized : [byDefault])];
    // SAM writes no empty list: a route that will have no authorizer keeps `NONE`, which API Gateway knows no scheme for.
    if (next.length > 0) security = next;
  }
  if (!auth.ApiKeyRequired) return security;
  const withoutKey = security.filter((each) => !isKey(each));
  if (isPreflight && AddApiKeyRequiredToCorsPreflight === false) return withoutKey;
  return security.some((each) => 'api_key_false' in each) ? withoutKey : [...withoutKey, { api_key: [] }];
}

const SOURCES: IdentityPrefixes = {
  Headers: 'method.request.header.',
  QueryStrings: 'method.request.querystring.',
  StageVariables: 'stageVariables.',
  Context: 'context.',
};

/** An authorizer as the document has it: a user pool, or a function that is given a header or the request. */
function schemeOf(id: string, name: string, given: unknown): object {
  if (!isObject(given)) refuse(id, `Property 'Auth.Authorizers.${name}' should be a map.`);
  const { UserPoolArn, FunctionPayloadType = 'TOKEN' } = given;
  if (FunctionPayloadType !== 'TOKEN' && FunctionPayloadType !== 'REQUEST')
    refuse(id, `${name} Authorizer has invalid 'FunctionPayloadType': ${FunctionPayloadType}.`);
  const identity = asObject(given.Identity);
  const { ReauthorizeEvery, ValidationExpression, Header } = identity;
  const isRequest = !UserPoolArn && FunctionPayloadType === 'REQUEST';
  const sources = identitySources(identity, SOURCES);
  if (FunctionPayloadType === 'REQUEST' && sources.length === 0 && !(Number(ReauthorizeEvery) <= 0))
    refuse(
      id,
      `${name} Authorizer must specify Identity with at least one of Headers, QueryStrings, StageVariables, or Context.`,
    );
  return {
    type: 'apiKey',
    name: isRequest ? 'Unused' : Header || 'Authorization',
    in: 'header',
    'x-amazon-apigateway-authtype': UserPoolArn ? 'cognito_user_pools' : 'custom',
    'x-amazon-apigateway-authorizer': {
      ...(UserPoolArn
        ? { type: 'cognito_user_pools', providerARNs: [UserPoolArn].flat() }
        : {
            type: isRequest ? 'request' : 'token',
            ...authorizerCall(given, identity),
            ...(isRequest && sources.length > 0 && { identitySource: sources.join(', ') }),
          }),
      ...(!isRequest && ValidationExpression ? { identityValidationExpression: ValidationExpression } : {}),
    },
  };
}
