import { made } from '#template/sam/resources.ts';
import type { EventType } from './event.ts';

/** The API that SAM makes for routes that name none, by the type of the event. */
const IMPLICIT: Readonly<Record<string, { id: string; type: string; api: string }>> = {
  Api: { id: 'ServerlessRestApi', type: 'AWS::ApiGateway::RestApi', api: 'RestApiId' },
  HttpApi: { id: 'ServerlessHttpApi', type: 'AWS::ApiGatewayV2::Api', api: 'ApiId' },
};

/**
 * `Api` and `HttpApi`: a route of an API, of which no event of a bus comes. It stands as a resource of a type that only these
 * tools have, such as `AWS::Serverless::Function.Events.Api`, with its properties as they are written.
 */
export const apiRoute: EventType = ({ sam, type, id, properties }) => {
  const implicit = IMPLICIT[type];
  if (implicit && properties[implicit.api] === undefined && !sam.template.Resources[implicit.id])
    sam.changed[implicit.id] ??= { Type: implicit.type, Properties: {} };
  return { resources: { [id]: made(sam, `${sam.resource.Type}.Events.${type}`, properties) } };
};
