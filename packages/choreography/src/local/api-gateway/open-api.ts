import { asObject, isObject } from '#template/document/as-object.ts';
import type { Authorizer, Cors, Protocol, Route } from './api.ts';
import { integrationOfBody, list, whyNoIntegration } from './integration/integration.ts';

/** What an OpenAPI document says of an API, and what of it does not run. */
export interface ReadBody {
  readonly routes: readonly Route[];
  readonly cors?: Cors | undefined;
  readonly binaryMediaTypes: readonly string[];
  /** Paths in the document, and why. */
  readonly problems: readonly { readonly property: string; readonly why: string }[];
}

type Values = Readonly<Record<string, unknown>>;

/**
 * Reads the routes of an OpenAPI document (developer guide: "Import a REST API into API Gateway", "Working with OpenAPI definitions for HTTP
 * APIs", "OpenAPI extensions for API Gateway"). An operation without an integration is no route.
 */
export function readBody(given: unknown, protocol: Protocol): ReadBody {
  const body = asObject(given);
  const problems: ReadBody['problems'][number][] = [];
  const schemes = { ...asObject(asObject(body.components).securitySchemes), ...asObject(body.securityDefinitions) };
  const routes = Object.entries(asObject(body.paths)).flatMap(([path, operations]) =>
    Object.entries(asObject(operations)).flatMap(([name, operation]): Route[] => {
      if (!METHODS.test(name) || !isObject(operation)) return [];
      const at = `Body.paths.${path}.${name}`;
      const { [INTEGRATION]: integrated, security = body.security } = operation;
      if (!isObject(integrated)) return [];
      const integration = integrationOfBody(integrated, protocol);
      const why = whyNoIntegration(integration);
      if (why !== undefined) problems.push({ property: `${at}.${INTEGRATION}`, why });
      const [scheme, ...furtherSchemes] = list(security)
        .flatMap((each) => Object.keys(asObject(each)))
        .filter((each) => each !== NO_SCHEME || schemes[NO_SCHEME] !== undefined);
      const scopes = list(list(security).flatMap((each) => list(asObject(each)[String(scheme)]))).map(String);
      const authorizer = scheme === undefined ? undefined : authorizerOf(scheme, asObject(schemes[scheme]), protocol);
      if (typeof authorizer === 'object' && 'why' in authorizer)
        problems.push({ property: operation.security ? `${at}.security` : 'Body.security', why: authorizer.why });
      for (const further of furtherSchemes)
        problems.push({
          property: `${at}.security`,
          why: `a request is let in by one scheme here, not by "${further}" too`,
        });
      const method = name === ANY_METHOD ? 'ANY' : name.toUpperCase();
      return [
        {
          ...{ method, path, integration, key: path === '$default' ? path : `${method} ${path}` },
          ...(authorizer !== undefined && !(typeof authorizer === 'object' && 'why' in authorizer) && { authorizer }),
          ...(scopes.length > 0 && { scopes }),
        },
      ];
    }),
  );
  const cors = body['x-amazon-apigateway-cors'];
  return {
    routes,
    ...(isObject(cors) && { cors: cors as Cors }),
    binaryMediaTypes: list(body['x-amazon-apigateway-binary-media-types']).map(String),
    problems: [
      ...problems,
      ...REFUSED.filter((name) => body[name] !== undefined).map((name) => ({ property: `Body.${name}`, why: '' })),
    ],
  };
}

const INTEGRATION = 'x-amazon-apigateway-integration';
/** How SAM writes that a route has no authorizer though its API has one by default. */
const NO_SCHEME = 'NONE';
const ANY_METHOD = 'x-amazon-apigateway-any-method';
const METHODS = /^(get|put|post|delete|options|head|patch|x-amazon-apigateway-any-method)$/;

/** Extensions that change what an API does, and that are not carried out. */
const REFUSED = [
  ...['x-amazon-apigateway-policy', 'x-amazon-apigateway-gateway-responses', 'x-amazon-apigateway-request-validator'],
  'x-amazon-apigateway-endpoint-configuration',
];

function authorizerOf(
  name: string,
  scheme: Values,
  protocol: Protocol,
): Authorizer | 'AWS_IAM' | { readonly why: string } {
  const { [AUTHORIZER]: given, 'x-amazon-apigateway-authtype': kind, name: header } = scheme;
  if (kind === 'awsSigv4') return 'AWS_IAM';
  const { type, authorizerUri, identitySource, ...more } = asObject(given);
  if (type === 'jwt' && protocol === 'HTTP') return tokenAuthorizer(name, identitySource, more.jwtConfiguration);
  if (!['token', 'request'].includes(String(type)))
    return {
      why: `requests are let in by functions here, not by the ${String(type ?? scheme.type ?? 'unknown')} scheme "${name}"`,
    };
  return {
    id: name,
    type: String(type).toUpperCase(),
    uri: String(authorizerUri),
    credentials: more.authorizerCredentials === undefined ? undefined : String(more.authorizerCredentials),
    identitySources: type === 'token' ? [`method.request.header.${String(header)}`] : splitSources(identitySource),
    identityValidationExpression:
      more.identityValidationExpression === undefined ? undefined : String(more.identityValidationExpression),
    payloadFormatVersion: String(more.authorizerPayloadFormatVersion ?? '1.0'),
    simpleResponses: String(more.enableSimpleResponses) === 'true',
    resultTtlSeconds: Number(more.authorizerResultTtlInSeconds ?? (protocol === 'REST' ? 300 : 0)),
  };
}

/** An authorizer that judges tokens by a configuration, whose names may be in capitals. */
export function tokenAuthorizer(id: string, identitySource: unknown, configuration: unknown): Authorizer {
  const { issuer, Issuer = issuer, audience, Audience = audience } = asObject(configuration);
  return {
    ...{ id, type: 'JWT', uri: '', payloadFormatVersion: '2.0', simpleResponses: false, resultTtlSeconds: 0 },
    identitySources: splitSources(identitySource),
    jwt: { issuer: String(Issuer), audience: list(Audience).map(String) },
  };
}

const AUTHORIZER = 'x-amazon-apigateway-authorizer';

export const splitSources = (sources: unknown): string[] =>
  (Array.isArray(sources) ? sources.map(String) : String(sources ?? '').split(','))
    .map((each) => each.trim())
    .filter((each) => each !== '');
