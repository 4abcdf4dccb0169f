import { isObject } from '#template/document/as-object.ts';
import { idHash } from '#template/sam/hash.ts';
import { refuse } from '#template/sam/refusal.ts';
import { attributesOf, made, type Resources, type SamResource } from '#template/sam/resources.ts';
import { checkDefinition, type Definition, definitionOf, s3Location, stageId } from './api-definition.ts';
import { authorizerPermissions, leftOut } from './api-left-out.ts';
import { withAuth } from './rest-auth.ts';
import { restBody } from './rest-body.ts';

/**
 * A REST API, its deployment and its stage; the routes of functions are in its document. What is not translated stays with
 * the API and is told by name (docs/decisions/0104-properties-of-sam-apis.md).
 */
export function restApi(sam: SamResource): Resources {
  const { id, properties } = sam;
  const { StageName, DefinitionUri, OpenApiVersion, Tags } = properties;
  checkDefinition(sam, NEED_A_BODY);
  if (OpenApiVersion !== undefined && !/^(2\.0|3\.[01](\.\d)?)$/.test(String(OpenApiVersion)))
    refuse(id, "The OpenApiVersion value must be of the format '3.0.0'.");
  const Body = withAuth(sam, restBody(sam, definitionOf(sam, emptyDefinition(OpenApiVersion))));
  const deployment = `${id}Deployment${idHash(Body)}`;
  return {
    [id]: made(
      sam,
      'AWS::ApiGateway::RestApi',
      {
        ...pick(properties, OF_API),
        ...leftOut(sam),
        ...endpointOf(id, properties.EndpointConfiguration),
        ...(DefinitionUri !== undefined ? { BodyS3Location: s3Location(id, DefinitionUri) } : { Body }),
      },
      attributesOf(sam.resource),
    ),
    [deployment]: made(sam, 'AWS::ApiGateway::Deployment', {
      RestApiId: { Ref: id },
      // With an OpenApiVersion, SAM leaves out the stage of that name that API Gateway would make.
      ...(OpenApiVersion === undefined && { StageName: 'Stage' }),
    }),
    [stageId(sam, StageName)]: made(sam, 'AWS::ApiGateway::Stage', {
      DeploymentId: { Ref: deployment },
      RestApiId: { Ref: id },
      StageName,
      ...pick(properties, OF_STAGE),
      Tags: tagList(Tags),
    }),
    ...authorizerPermissions(sam),
  };
}

/** Properties that the REST API has under the same name. */
const OF_API = [
  ...['Name', 'Description', 'Mode', 'ApiKeySourceType', 'Policy', 'SecurityPolicy', 'EndpointAccessMode'],
  ...['BinaryMediaTypes', 'MinimumCompressionSize', 'FailOnWarnings'],
];

/** Properties of its stage. */
const OF_STAGE = [
  ...['Variables', 'CacheClusterEnabled', 'CacheClusterSize', 'MethodSettings', 'AccessLogSetting', 'CanarySetting'],
  'TracingEnabled',
];

/** Properties that SAM writes into the document. */
const NEED_A_BODY = { Cors: 'Swagger', GatewayResponses: 'Swagger', Models: 'Swagger' };

const pick = (properties: SamResource['properties'], names: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(names.map((name) => [name, properties[name]]));

const emptyDefinition = (version: unknown): Definition => ({
  ...(/^3/.test(String(version)) ? { openapi: version } : { swagger: '2.0' }),
  info: { version: '1.0', title: { Ref: 'AWS::StackName' } },
});

/** An endpoint is given by its type alone, or with its VPC endpoints. */
function endpointOf(id: string, given: unknown): Record<string, unknown> {
  if (given === undefined) return {};
  const { Type, VPCEndpointIds, VpcEndpointIds, IpAddressType } = (isObject(given) ? given : {}) as Definition;
  if (VPCEndpointIds !== undefined && VpcEndpointIds !== undefined)
    refuse(id, "'VPCEndpointIds' and 'VpcEndpointIds' cannot be used together in EndpointConfiguration.");
  const type = Type || given;
  const vpc = Type ? (VPCEndpointIds ?? VpcEndpointIds) : undefined;
  return {
    EndpointConfiguration: {
      Types: [type],
      ...(vpc !== undefined && { VpcEndpointIds: vpc }),
      ...(Type && IpAddressType !== undefined ? { IpAddressType } : {}),
    },
    Parameters: { endpointConfigurationTypes: type },
  };
}

const tagList = (tags: unknown) =>
  isObject(tags) ? Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) : undefined;
