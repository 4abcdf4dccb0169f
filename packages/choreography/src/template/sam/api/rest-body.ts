import { asObject, isObject } from '#template/document/as-object.ts';
import { isIntrinsic } from '#template/sam/intrinsic.ts';
import { refuse } from '#template/sam/refusal.ts';
import type { SamResource } from '#template/sam/resources.ts';
import type { Definition } from './api-definition.ts';
import { VALIDATORS } from './rest-route.ts';

/** The document of a REST API with what its properties add to it: CORS, answers of the gateway, models, media types. */
export function restBody(sam: SamResource, definition: Definition): Definition {
  const { id, properties } = sam;
  const { Cors, GatewayResponses, BinaryMediaTypes, Models, DisableExecuteApiEndpoint } = properties;
  const isOpenApi3 = definition.openapi !== undefined;
  const models = modelsOf(id, Models);
  const validators = validatorsIn(sam);
  return {
    ...definition,
    ...(validators && { 'x-amazon-apigateway-request-validators': validators }),
    ...(Cors && { paths: withCors(id, definition.paths, Cors, schemasOf(isOpenApi3, models !== undefined)) }),
    ...(GatewayResponses && { 'x-amazon-apigateway-gateway-responses': gatewayResponses(id, GatewayResponses) }),
    ...(BinaryMediaTypes?.length > 0 && { 'x-amazon-apigateway-binary-media-types': unescaped(BinaryMediaTypes) }),
    ...(models && (isOpenApi3 ? { components: { schemas: models } } : { definitions: models })),
    ...(DisableExecuteApiEndpoint !== undefined && disabled(DisableExecuteApiEndpoint, isOpenApi3)),
  };
}

/** The validators that routes name. */
function validatorsIn({ id, routes, properties }: SamResource): Definition | undefined {
  if (properties.DefinitionBody !== undefined) return undefined;
  const methods = Object.values(routes[id] ?? {}).flatMap((path) => Object.values(path));
  const named = methods.map((method) => asObject(method)['x-amazon-apigateway-request-validator']);
  const used = Object.entries(VALIDATORS).filter(([name]) => named.includes(name));
  return used.length > 0 ? Object.fromEntries(used) : undefined;
}

/** An OpenAPI 3 document has it for each server, of which SAM writes one. */
const disabled = (disableExecuteApiEndpoint: unknown, isOpenApi3: boolean): object => {
  const endpoint = { 'x-amazon-apigateway-endpoint-configuration': { disableExecuteApiEndpoint } };
  return isOpenApi3 ? { servers: [endpoint] } : endpoint;
};

const unescaped = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(unescaped)
    : typeof value === 'string'
      ? value.replaceAll('~1', '/')
      : isObject(value)
        ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key.replaceAll('~1', '/'), unescaped(inner)]))
        : value;

/** Models by their names in small letters, as routes refer to them. */
function modelsOf(id: string, models: unknown): Definition | undefined {
  if (!isObject(models) || Object.keys(models).length === 0) return undefined;
  for (const model of Object.values(models)) {
    if (!isObject(model)) refuse(id, "Invalid value for 'Models' property");
    if (!model.type) refuse(id, "'Models' schema is missing 'type'.");
  }
  return Object.fromEntries(Object.entries(models).map(([name, model]) => [name.toLowerCase(), model]));
}

const RESPONSE = ['ResponseParameters', 'ResponseTemplates', 'StatusCode'];
const PREFIXES: Readonly<Record<string, string>> = { Headers: 'header', Paths: 'path', QueryStrings: 'querystring' };

function gatewayResponses(id: string, given: unknown): Definition {
  if (!isObject(given)) refuse(id, "Property 'GatewayResponses' should be a map.");
  return Object.fromEntries(
    Object.entries(given).map(([name, response]) => [name, gatewayResponse(id, name, response)]),
  );
}

function gatewayResponse(id: string, name: string, given: unknown): Definition {
  if (isIntrinsic(given))
    refuse(
      id,
      'Unable to set GatewayResponses attribute because intrinsic functions are not supported for this field.',
    );
  if (!isObject(given)) refuse(id, `Property 'GatewayResponses.${name}' should be a map.`);
  for (const key of Object.keys(given))
    if (!RESPONSE.includes(key)) refuse(id, `Invalid property '${key}' in 'GatewayResponses' property '${name}'.`);
  const { ResponseParameters = {}, ResponseTemplates = {}, StatusCode } = given;
  if (!isObject(ResponseParameters))
    refuse(id, `Property 'GatewayResponses.${name}.ResponseParameters' should be a map.`);
  for (const key of Object.keys(ResponseParameters))
    if (!PREFIXES[key]) refuse(id, `Invalid gateway response parameter '${key}'`);
  if (StatusCode && !/^[0-9]{1,3}$/.test(String(StatusCode))) refuse(id, "Property 'StatusCode' must be numeric");
  const parameters = Object.entries(ResponseParameters).flatMap(([kind, values]) => {
    if (!isObject(values)) refuse(id, `Property 'ResponseParameters.${kind}' should be a map.`);
    return Object.entries(values).map(([key, value]) => [`gatewayresponse.${PREFIXES[kind]}.${key}`, value]);
  });
  return {
    responseParameters: Object.fromEntries(parameters),
    responseTemplates: ResponseTemplates,
    ...(StatusCode ? { statusCode: String(StatusCode) } : {}),
  };
}

const CORS = ['AllowOrigin', 'AllowHeaders', 'AllowMethods', 'MaxAge', 'AllowCredentials'];
const ANY = 'x-amazon-apigateway-any-method';

/** How many times SAM puts the type of a header within a `schema`: for OpenAPI 3, and again with each change after CORS. */
const schemasOf = (isOpenApi3: boolean, hasModels: boolean): number =>
  Number(isOpenApi3) + Number(isOpenApi3 && hasModels);

/** The paths, with an answer to `OPTIONS` for each that has none. */
function withCors(id: string, paths: unknown, given: unknown, schemas: number): unknown {
  const cors: Definition = isObject(given) && !isIntrinsic(given) ? given : { AllowOrigin: given };
  for (const key of Object.keys(cors)) if (!CORS.includes(key)) refuse(id, `Invalid key '${key}' for 'Cors' property.`);
  const { AllowOrigin = "'*'" } = cors;
  if (cors.AllowCredentials === true && AllowOrigin === "'*'")
    refuse(
      id,
      "Unable to add Cors configuration because 'AllowCredentials' can not be true when 'AllowOrigin' is \"'*'\" or not set",
    );
  if (!isObject(paths))
    refuse(
      id,
      "Unable to add Cors configuration because 'DefinitionBody' does not contain a valid Swagger definition.",
    );
  const seen = new Set<string>();
  return Object.fromEntries(
    Object.entries(paths).map(([path, item]) => {
      const bare = path === '/' ? path : path.replace(/\/+$/, '');
      if (seen.has(bare) || !isObject(item) || item.options) return [path, item];
      seen.add(bare);
      return [path, { ...item, options: preflight({ ...cors, AllowOrigin }, Object.keys(item), schemas) }];
    }),
  );
}

const ALL_METHODS = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'];

function preflight(cors: Definition, methods: readonly string[], schemas: number): Definition {
  const own = [...new Set([...methods.map((method) => method.toUpperCase()), 'OPTIONS'])].sort();
  const headers: (readonly [name: string, value: unknown, type: string])[] = [
    ['Allow-Origin', cors.AllowOrigin, 'string'],
    ['Allow-Headers', cors.AllowHeaders || undefined, 'string'],
    ['Allow-Methods', cors.AllowMethods || `'${(methods.includes(ANY) ? ALL_METHODS : own).join(',')}'`, 'string'],
    ['Max-Age', cors.MaxAge, 'integer'],
    ['Allow-Credentials', cors.AllowCredentials === true ? "'true'" : undefined, 'string'],
  ];
  const given = headers.filter(([, value]) => value !== undefined && value !== null);
  const types = given.map(([name, , type]) => [
    `Access-Control-${name}`,
    Array.from({ length: schemas }).reduce<Definition>((schema) => ({ schema }), { type }),
  ]);
  return {
    summary: 'CORS support',
    ...(schemas === 0 && { consumes: ['application/json'], produces: ['application/json'] }),
    'x-amazon-apigateway-integration': {
      type: 'mock',
      requestTemplates: { 'application/json': '{\n  "statusCode" : 200\n}\n' },
      responses: {
        default: {
          statusCode: '200',
          responseParameters: Object.fromEntries(
            given.map(([name, value]) => [`method.response.header.Access-Control-${name}`, value]),
          ),
          responseTemplates: { 'application/json': '{}\n' },
        },
      },
    },
    responses: {
      200: { description: 'Default response for CORS method', headers: Object.fromEntries(types) },
    },
  };
}
