import { isObject } from '#template/document/as-object.ts';
import { refuse } from '#template/sam/refusal.ts';
import { attributesOf, made, type Resources, type SamResource, withDefaults } from '#template/sam/resources.ts';
import { checkDefinition, type Definition, definitionOf, s3Location, stageId } from './api-definition.ts';
import { authorizerPermissions, leftOut } from './api-left-out.ts';
import { withHttpAuth } from './http-auth.ts';

/** An HTTP API and its stage. */
export function httpApi(sam: SamResource): Resources {
  const { id, properties } = sam;
  const { StageName = '$default', DefinitionUri, FailOnWarnings, RouteSettings, Tags: own } = properties;
  const { StageVariables, DefaultRouteSettings, AccessLogSettings } = properties;
  checkDefinition(sam, NEED_A_BODY);
  // A document elsewhere has no tags that SAM could write, and its stage has none either.
  const Tags = DefinitionUri === undefined ? { ...own, 'httpapi:createdBy': 'SAM' } : own;
  const stage =
    withDefaults(sam.template, StageName) === '$default' ? `${id}ApiGatewayDefaultStage` : stageId(sam, StageName);
  const settings = { ...RouteSettings, ...sam.settingsOfRoutes[id] };
  return {
    [id]: made(
      sam,
      'AWS::ApiGatewayV2::Api',
      {
        FailOnWarnings,
        ...leftOut(sam),
        ...(DefinitionUri !== undefined
          ? { BodyS3Location: s3Location(id, DefinitionUri) }
          : { Body: bodyOf(sam, Tags) }),
      },
      attributesOf(sam.resource),
    ),
    [stage]: made(sam, 'AWS::ApiGatewayV2::Stage', {
      ApiId: { Ref: id },
      StageName,
      StageVariables,
      DefaultRouteSettings,
      RouteSettings: Object.keys(settings).length > 0 ? settings : RouteSettings,
      AccessLogSettings,
      Tags,
      AutoDeploy: true,
    }),
    ...authorizerPermissions(sam),
  };
}

/** Properties that SAM writes into the document. */
const NEED_A_BODY = { CorsConfiguration: 'OpenApi', Description: 'OpenApi', Name: 'OpenApi', Tags: 'OpenApi' };

const DEFAULT_TITLE = { Ref: 'AWS::StackName' };

function bodyOf(sam: SamResource, tags: Definition): Definition {
  const { id, properties } = sam;
  const { CorsConfiguration, Name, Description, DisableExecuteApiEndpoint, DefinitionBody } = properties;
  // SAM adds the routes to what is written, which it does for a REST API when asked alone.
  const adding = { ...sam, properties: { ...properties, MergeDefinitions: true } };
  const definition = definitionOf(adding, { openapi: '3.0.1', info: { version: '1.0', title: DEFAULT_TITLE } });
  const info = isObject(definition.info) ? definition.info : {};
  if (Name !== undefined && DefinitionBody !== undefined && info.title !== undefined)
    refuse(
      id,
      "Unable to set Name because it is already defined within inline OpenAPI specified in the 'DefinitionBody' property.",
    );
  if (Description && info.description)
    refuse(
      id,
      "Unable to set Description because it is already defined within inline OpenAPI specified in the 'DefinitionBody' property.",
    );
  const written = Array.isArray(definition.tags) ? definition.tags : [];
  return {
    ...withHttpAuth(sam, definition),
    ...((Name || Description) && {
      info: { ...info, ...(Name && { title: Name }), ...(Description && { description: Description }) },
    }),
    ...(CorsConfiguration && { 'x-amazon-apigateway-cors': corsOf(id, CorsConfiguration) }),
    ...(DisableExecuteApiEndpoint !== undefined && {
      servers: [
        { 'x-amazon-apigateway-endpoint-configuration': { disableExecuteApiEndpoint: DisableExecuteApiEndpoint } },
      ],
    }),
    tags: [
      ...written,
      ...Object.entries(tags).map(([name, value]) => ({ name, 'x-amazon-apigateway-tag-value': value })),
    ],
  };
}

const CORS = ['AllowMethods', 'AllowHeaders', 'AllowOrigins', 'AllowCredentials', 'ExposeHeaders', 'MaxAge'];

/** The CORS settings: any origin for `true`, or the settings by name. */
function corsOf(id: string, given: unknown): unknown {
  if (given === true) return { allowOrigins: ['*'] };
  if (!isObject(given)) return given;
  if (Object.keys(given).length === 1 && /^(Ref$|Fn::)/.test(String(Object.keys(given)[0])))
    return { allowOrigins: given };
  for (const key of Object.keys(given))
    if (!CORS.includes(key)) refuse(id, `Invalid key '${key}' for 'Cors' property.`);
  const { AllowCredentials, AllowOrigins } = given;
  const isAnyOrigin = Array.isArray(AllowOrigins) && AllowOrigins.length === 1 && AllowOrigins[0] === '*';
  if (AllowCredentials === true && isAnyOrigin)
    refuse(
      id,
      "Unable to add Cors configuration because 'AllowCredentials' can not be true when 'AllowOrigin' is \"'*'\" or not set.",
    );
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name.charAt(0).toLowerCase() + name.slice(1), value]),
  );
}
