import { type AuthParameters, whyNotAsked } from '#local/api-destinations/api-destination.ts';
import { uuidOf } from '#local/lambda/uuid-of.ts';
import { arn } from '#local/runtime/account.ts';
import { physicalName, type Resource, type ResourceType } from './resource-type.ts';

const TAGS = { Tags: 'Tags say nothing that the runtime acts on.', Description: 'It is for people.' };

/** `connection/NAME/UUID`, whose end EventBridge chooses. */
const arnOf = (kind: string, resource: Resource): string =>
  arn('events', `${kind}/${physicalName(resource, 'Name')}/${uuidOf(`${resource.stack} ${resource.logicalId}`)}`);

const connection: ResourceType = {
  honours: ['Name', 'AuthorizationType', 'AuthParameters'],
  withoutEffect: { ...TAGS, KmsKeyIdentifier: 'Nothing is encrypted at rest in memory.' },
  cannot: ({ properties }, _, allowedHosts) => {
    const endpoint = (properties.AuthParameters as AuthParameters | undefined)?.OAuthParameters?.AuthorizationEndpoint;
    const why = endpoint === undefined ? undefined : whyNotAsked(endpoint, allowedHosts);
    return why === undefined ? [] : [{ why }];
  },
  identify: (resource) => {
    const own = arnOf('connection', resource);
    const secret = arn('secretsmanager', `secret:events!connection/${own.split('connection/')[1]}`);
    return {
      ref: physicalName(resource, 'Name'),
      attributes: { Arn: own, ArnForPolicy: own.replace(/\/[^/]+$/, ''), SecretArn: secret },
    };
  },
  create: (resource, _, { apiDestinations }) => {
    const authorization = (resource.properties.AuthParameters ?? {}) as AuthParameters;
    apiDestinations.connect({ arn: arnOf('connection', resource), authorization });
  },
  replaces: true,
  remove: (resource, _, { apiDestinations }) => apiDestinations.disconnect(arnOf('connection', resource)),
};

const apiDestination: ResourceType = {
  honours: ['Name', 'ConnectionArn', 'HttpMethod', 'InvocationEndpoint', 'InvocationRateLimitPerSecond'],
  withoutEffect: TAGS,
  cannot: ({ properties: { InvocationEndpoint } }, _, allowedHosts) => {
    const why = whyNotAsked(String(InvocationEndpoint), allowedHosts);
    return why === undefined ? [] : [{ why }];
  },
  identify: (resource) => {
    const own = arnOf('api-destination', resource);
    return {
      ref: physicalName(resource, 'Name'),
      attributes: { Arn: own, ArnForPolicy: own.replace(/\/[^/]+$/, '') },
    };
  },
  create: (resource, _, { apiDestinations }) => {
    const { ConnectionArn, HttpMethod, InvocationEndpoint, InvocationRateLimitPerSecond } = resource.properties;
    apiDestinations.put({
      arn: arnOf('api-destination', resource),
      connectionArn: String(ConnectionArn),
      method: String(HttpMethod),
      endpoint: String(InvocationEndpoint),
      perSecond: InvocationRateLimitPerSecond === undefined ? undefined : Number(InvocationRateLimitPerSecond),
    });
  },
  replaces: true,
  remove: (resource, _, { apiDestinations }) => apiDestinations.remove(arnOf('api-destination', resource)),
};

export const API_DESTINATION_TYPES: Readonly<Record<string, ResourceType>> = {
  'AWS::Events::Connection': connection,
  'AWS::Events::ApiDestination': apiDestination,
};
