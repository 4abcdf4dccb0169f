// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is the syntax of CloudFormation.
import { asObject, isObject } from '#template/document/as-object.ts';
import { refuse } from '#template/sam/refusal.ts';
import type { SamResource } from '#template/sam/resources.ts';
import type { Definition } from './api-definition.ts';
import { authorizerCall, type IdentityPrefixes, identitySources } from './function-authorizer.ts';

const OF_API = ['Authorizers', 'DefaultAuthorizer', 'EnableIamAuthorizer'];
const INTEGRATION = 'x-amazon-apigateway-integration';

/**
 * Adds an HTTP API's authorizers, and the security of each of its methods, to its OpenAPI document. Throws SAM's own error if a property
 * is not valid.
 */
export function withHttpAuth(sam: SamResource, definition: Definition): Definition {
  const { id, properties } = sam;
  const auth = asObject(properties.Auth);
  const routes = sam.authOfRoutes[id] ?? {};
  if (Object.keys(auth).some((name) => !OF_API.includes(name))) refuse(id, "Invalid value for 'Auth' property");
  const schemes = schemesOf(id, auth);
  const byDefault = auth.DefaultAuthorizer;
  if (byDefault !== undefined && !schemes[String(byDefault)])
    refuse(id, `Unable to set DefaultAuthorizer because '${byDefault}' was not defined in 'Authorizers'.`);
  if (Object.keys(schemes).length === 0 && Object.keys(routes).length === 0) return definition;
  const securityOf = (path: string, method: string, written: unknown): unknown => {
    const asked = routes[method.startsWith('x-') ? path : `${method.toUpperCase()} ${path}`];
    if (asked) return ofRoute(asked, auth, { method, path });
    if (byDefault === undefined || method === 'options' || written !== undefined) return written;
    return [requirementOf(String(byDefault), auth)];
  };
  const components = asObject(definition.components);
  const own = asObject(components.securitySchemes);
  return {
    ...definition,
    paths: Object.fromEntries(
      Object.entries(asObject(definition.paths)).map(([path, methods]) => [
        path,
        Object.fromEntries(
          Object.entries(asObject(methods)).map(([method, operation]) => {
            if (!isObject(operation) || operation[INTEGRATION] === undefined) return [method, operation];
            const security = securityOf(path, method, operation.security);
            return [method, { ...operation, ...(security !== undefined && { security }) }];
          }),
        ),
      ]),
    ),
    ...(Object.keys(schemes).length > 0 && {
      components: { ...components, securitySchemes: { ...own, ...schemes } },
    }),
  };
}

/** The security requirement of an authorizer, with the given scopes or else its own; `NONE` and `AWS_IAM` have no scopes. */
function requirementOf(name: string, auth: Definition, scopes?: unknown): Definition {
  const own = asObject(asObject(auth.Authorizers)[name]).AuthorizationScopes;
  const isBuiltIn = name === 'NONE' || name === 'AWS_IAM';
  return { [name]: isBuiltIn ? [] : (scopes ?? own ?? []) };
}

function ofRoute(
  { event, auth: given }: SamResource['authOfRoutes'][string][string],
  auth: Definition,
  { method, path }: { readonly method: string; readonly path: string },
): Definition[] {
  const { Authorizer = auth.DefaultAuthorizer, AuthorizationScopes } = asObject(given);
  const at = `on API method [${method}] for path [${path}] because`;
  if (!Authorizer)
    refuse(
      event,
      "'Auth' section requires either an explicit 'Authorizer' set or a 'DefaultAuthorizer' configured on the HttpApi.",
    );
  const name = String(Authorizer);
  if (name === 'NONE' && !auth.DefaultAuthorizer)
    refuse(
      event,
      `Unable to set Authorizer ${at} 'NONE' is only a valid value when a DefaultAuthorizer on the API is specified.`,
    );
  if (name !== 'NONE' && !(name === 'AWS_IAM' && auth.EnableIamAuthorizer === true)) {
    if (!auth.Authorizers)
      refuse(event, `Unable to set Authorizer [${name}] ${at} the related API does not define any Authorizers.`);
    if (!asObject(auth.Authorizers)[name])
      refuse(event, `Unable to set Authorizer [${name}] ${at} it wasn't defined in the API's Authorizers.`);
  }
  return [requirementOf(name, auth, AuthorizationScopes)];
}

function schemesOf(id: string, { Authorizers, EnableIamAuthorizer }: Definition): Record<string, object> {
  if (Authorizers !== undefined && !isObject(Authorizers)) refuse(id, "Property 'Auth.Authorizers' should be a map.");
  const IAM = {
    ...{ type: 'apiKey', name: 'Authorization', in: 'header' },
    'x-amazon-apigateway-authtype': 'awsSigv4',
  };
  return {
    ...(EnableIamAuthorizer === true && { AWS_IAM: IAM }),
    ...Object.fromEntries(
      Object.entries(asObject(Authorizers)).map(([name, given]) => [name, schemeOf(id, name, given)]),
    ),
  };
}

/** The security scheme of an authorizer: of JWT tokens, or of a function. */
function schemeOf(id: string, name: string, given: unknown): object {
  if (!isObject(given)) refuse(id, `Property 'Auth.Authorizers.${name}' should be a map.`);
  if ('OpenIdConnectUrl' in given)
    refuse(
      id,
      `'OpenIdConnectUrl' is no longer a supported property for authorizer '${name}'. Please refer to the AWS SAM documentation.`,
    );
  if (given.AuthorizationScopes !== undefined && !Array.isArray(given.AuthorizationScopes))
    refuse(id, 'AuthorizationScopes must be a list.');
  return given.JwtConfiguration ? tokenScheme(id, name, given) : functionScheme(id, name, given);
}

function tokenScheme(id: string, name: string, given: Definition): object {
  const { JwtConfiguration, IdentitySource } = given;
  const other = OF_FUNCTIONS.find((each) => given[each] !== undefined);
  if (other) refuse(id, `${other} is only supported for Lambda Authorizer.`);
  if (!IdentitySource) refuse(id, `${name} OAuth2 Authorizer must define 'IdentitySource'.`);
  return {
    type: 'oauth2',
    'x-amazon-apigateway-authorizer': {
      jwtConfiguration: Object.fromEntries(
        Object.entries(asObject(JwtConfiguration)).map(([key, value]) => [key.toLowerCase(), value]),
      ),
      ...{ identitySource: IdentitySource, type: 'jwt' },
    },
  };
}

const OF_FUNCTIONS = [
  ...['FunctionArn', 'FunctionInvokeRole', 'Identity', 'AuthorizerPayloadFormatVersion', 'EnableSimpleResponses'],
  'EnableFunctionDefaultPermissions',
];

const SOURCES: IdentityPrefixes = {
  Headers: '$request.header.',
  QueryStrings: '$request.querystring.',
  StageVariables: '$stageVariables.',
  Context: '$context.',
};

function functionScheme(id: string, name: string, given: Definition): object {
  const { FunctionArn, Identity, AuthorizerPayloadFormatVersion, EnableSimpleResponses } = given;
  if (given.AuthorizationScopes !== undefined)
    refuse(id, 'AuthorizationScopes is only supported for OAuth2 Authorizer.');
  if (given.IdentitySource !== undefined)
    refuse(
      id,
      "IdentitySource is only supported for OAuth2 Authorizer. For Lambda Authorizer, use the 'Identity' property instead.",
    );
  if (!FunctionArn) refuse(id, `${name} Lambda Authorizer must define 'FunctionArn'.`);
  if (!AuthorizerPayloadFormatVersion)
    refuse(id, `${name} Lambda Authorizer must define 'AuthorizerPayloadFormatVersion'.`);
  const identity = asObject(Identity);
  return {
    ...{ type: 'apiKey', name: 'Unused', in: 'header' },
    'x-amazon-apigateway-authorizer': {
      type: 'request',
      ...authorizerCall(given, identity),
      ...(Object.keys(identity).length > 0 && { identitySource: identitySources(identity, SOURCES) }),
      authorizerPayloadFormatVersion: AuthorizerPayloadFormatVersion,
      ...(EnableSimpleResponses ? { enableSimpleResponses: EnableSimpleResponses } : {}),
    },
  };
}
