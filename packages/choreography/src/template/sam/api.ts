import { isObject } from '#template/document/as-object.ts';
import type { Paths } from './api-body.ts';
import { idHash } from './hash.ts';
import { attributesOf, made, type Resources, type SamResource, withDefaults } from './resources.ts';

/**
 * An API with its stage and, for a REST API, its deployment; the routes of functions are in its body. Authorisers,
 * caches, domains and usage plans are not: the local runtime names what it cannot honour.
 */
export function api(sam: SamResource): Resources {
  return sam.resource.Type === 'AWS::Serverless::HttpApi' ? httpApi(sam) : restApi(sam);
}

function restApi(sam: SamResource): Resources {
  const { id, properties } = sam;
  const { StageName = 'Prod', DefinitionBody, DefinitionUri, TracingEnabled, Tags, ...others } = properties;
  const Body = withRoutes(DefinitionBody ?? { swagger: '2.0', ...titleOf() }, sam.routes[id]);
  const only = (wanted: boolean) =>
    Object.fromEntries(Object.entries(others).filter(([name]) => OF_STAGE.includes(name) === wanted));
  const deployment = `${id}Deployment${idHash(Body)}`;
  const stage = withDefaults(sam.template, StageName);
  return {
    [id]: made(
      sam,
      'AWS::ApiGateway::RestApi',
      { ...only(false), ...(DefinitionUri !== undefined ? { BodyS3Location: DefinitionUri } : { Body }) },
      attributesOf(sam.resource),
    ),
    [deployment]: made(sam, 'AWS::ApiGateway::Deployment', { RestApiId: { Ref: id }, StageName: 'Stage' }),
    [`${id}${typeof stage === 'string' ? stage : ''}Stage`]: made(sam, 'AWS::ApiGateway::Stage', {
      DeploymentId: { Ref: deployment },
      RestApiId: { Ref: id },
      StageName,
      ...only(true),
      TracingEnabled,
      Tags: tagList(Tags),
    }),
  };
}

/** Properties of a REST API's stage. */
const OF_STAGE = [
  ...['Variables', 'CacheClusterEnabled', 'CacheClusterSize', 'MethodSettings', 'AccessLogSetting', 'CanarySetting'],
];

function httpApi(sam: SamResource): Resources {
  const { id, properties } = sam;
  const { StageName = '$default', DefinitionBody, DefinitionUri, CorsConfiguration, Name, Tags, ...own } = properties;
  const { StageVariables, DefaultRouteSettings, RouteSettings, AccessLogSettings, ...ofApi } = own;
  const Body = {
    ...(withRoutes(DefinitionBody ?? { openapi: '3.0.1', ...titleOf(Name) }, sam.routes[id]) as object),
    ...(CorsConfiguration !== undefined && { 'x-amazon-apigateway-cors': corsOf(CorsConfiguration) }),
    tags: [{ name: 'httpapi:createdBy', 'x-amazon-apigateway-tag-value': 'SAM' }],
  };
  const stage = withDefaults(sam.template, StageName);
  const stageId = stage === '$default' ? 'ApiGatewayDefault' : typeof stage === 'string' ? stage : '';
  return {
    [id]: made(
      sam,
      'AWS::ApiGatewayV2::Api',
      { ...ofApi, ...(DefinitionUri !== undefined ? { BodyS3Location: DefinitionUri } : { Body }) },
      attributesOf(sam.resource),
    ),
    [`${id}${stageId}Stage`]: made(sam, 'AWS::ApiGatewayV2::Stage', {
      ApiId: { Ref: id },
      StageName,
      StageVariables,
      DefaultRouteSettings,
      RouteSettings,
      AccessLogSettings,
      Tags: { ...Tags, 'httpapi:createdBy': 'SAM' },
      AutoDeploy: true,
    }),
  };
}

const titleOf = (title: unknown = { Ref: 'AWS::StackName' }) => ({ info: { version: '1.0', title }, paths: {} });

function withRoutes(definition: unknown, routes: Paths = {}): unknown {
  if (!isObject(definition)) return definition;
  const paths: Record<string, unknown> = isObject(definition.paths) ? { ...definition.paths } : {};
  for (const [path, methods] of Object.entries(routes))
    paths[path] = { ...(isObject(paths[path]) ? paths[path] : {}), ...methods };
  return { ...definition, paths };
}

/** The CORS settings: any origin for `true`, one origin or several, or the property itself. */
function corsOf(given: unknown): unknown {
  if (given === true) return { allowOrigins: ['*'] };
  if (!isObject(given)) return given;
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name.charAt(0).toLowerCase() + name.slice(1), value]),
  );
}

const tagList = (tags: unknown) =>
  isObject(tags) ? Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) : undefined;
