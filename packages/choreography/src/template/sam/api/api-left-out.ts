// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is the syntax of CloudFormation.
import { asObject, isObject } from '#template/document/as-object.ts';
import { made, type Resources, type SamResource } from '#template/sam/resources.ts';
import { isAuthTranslated } from './rest-auth.ts';

/**
 * What SAM would make of `Auth` and `Domain`, here left with the API under its own name, which the local runtime refuses, and told.
 * A route's `Auth` belongs to its API's.
 */
export function leftOut(sam: SamResource): Record<string, unknown> {
  const { id, properties, resource } = sam;
  const ofRoutes = sam.authOfRoutes[id];
  const { Domain } = properties;
  const Routes = Object.fromEntries(Object.entries(ofRoutes ?? {}).map(([route, { auth }]) => [route, auth]));
  const asked = ofRoutes ? { ...asObject(properties.Auth), Routes } : properties.Auth;
  const isHttp = resource.Type === 'AWS::Serverless::HttpApi' && properties.DefinitionUri === undefined;
  const Auth = isHttp || isAuthTranslated(sam) ? undefined : asked;
  const left = Object.entries({ Auth, Domain }).filter(([, value]) => isObject(value) && Object.keys(value).length > 0);
  for (const [name] of left)
    sam.warn(`${name} of ${id} (${resource.Type}) is not translated: ${REASONS[name]}. The local runtime refuses it.`);
  return Object.fromEntries(left);
}

const REASONS: Readonly<Record<string, string>> = {
  Auth: 'only the permissions by which API Gateway calls its functions are read, not who may call a route',
  Domain: 'no event passes by a domain name',
};

/** The permissions by which API Gateway calls the functions of authorizers, as SAM makes them. */
export function authorizerPermissions(sam: SamResource): Resources {
  const { id, properties, resource } = sam;
  const isHttp = resource.Type === 'AWS::Serverless::HttpApi';
  const source = `arn:${isHttp ? '${AWS::Partition}' : 'aws'}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${__ApiId__}/authorizers/*`;
  const authorizers = Object.entries(asObject(asObject(properties.Auth).Authorizers)).filter(([, authorizer]) => {
    const { FunctionArn, EnableFunctionDefaultPermissions, DisableFunctionDefaultPermissions } = asObject(authorizer);
    return FunctionArn && (isHttp ? EnableFunctionDefaultPermissions : !DisableFunctionDefaultPermissions);
  });
  return Object.fromEntries(
    authorizers.map(([name, authorizer]) => [
      `${id}${name}AuthorizerPermission`,
      made(sam, 'AWS::Lambda::Permission', {
        Action: 'lambda:InvokeFunction',
        FunctionName: asObject(authorizer).FunctionArn,
        Principal: 'apigateway.amazonaws.com',
        SourceArn: { 'Fn::Sub': [source, { __ApiId__: { Ref: id } }] },
      }),
    ]),
  );
}
