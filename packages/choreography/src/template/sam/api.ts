import { attributesOf, made, type Resources, type SamResource } from './resources.ts';

/** An API, by its name alone: no event goes by its routes. */
export function api(sam: SamResource): Resources {
  const type = sam.resource.Type === 'AWS::Serverless::HttpApi' ? 'AWS::ApiGatewayV2::Api' : 'AWS::ApiGateway::RestApi';
  return { [sam.id]: made(sam, type, { Name: sam.properties.Name }, attributesOf(sam.resource)) };
}
