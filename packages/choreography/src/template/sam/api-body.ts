// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is the syntax of CloudFormation.
import { asObject } from '#template/document/as-object.ts';
import type { SamEvent } from './events/event.ts';
import { eventName } from './events/event.ts';
import { refuse } from './refusal.ts';
import type { SamResource } from './resources.ts';

/** The API that SAM makes for routes that name none, by the type of the event, and its stage. */
export const IMPLICIT: Readonly<Record<string, { readonly id: string; readonly type: string }>> = {
  Api: { id: 'ServerlessRestApi', type: 'AWS::Serverless::Api' },
  HttpApi: { id: 'ServerlessHttpApi', type: 'AWS::Serverless::HttpApi' },
};

/** Routes by path and method, as the body of an API has them. */
export type Paths = Readonly<Record<string, Readonly<Record<string, object>>>>;

/** Whether an API of this template, written or implicit, is that of a route. */
export const apiThatIsMeant = ({ template }: SamResource, type: string, api: string): boolean =>
  api === IMPLICIT[type]?.id || template.Resources[api]?.Type === IMPLICIT[type]?.type;

/** Adds a route to those of an API, which the API's body is then made of. */
export function addRoute(
  sam: SamResource,
  api: string,
  { isHttp, Path, Method }: { readonly isHttp: boolean; readonly Path: string; readonly Method: string },
  event: SamEvent,
): void {
  const method = Method === 'any' ? 'x-amazon-apigateway-any-method' : Method;
  const known = sam.routes[api] ?? {};
  const atPath = known[Path] ?? {};
  if (atPath[method]) refuse(eventName(event), `API method "${method}" already defined for path "${Path}".`);
  atPath[method] = isHttp ? httpRoute(event, Path) : restRoute(event);
  known[Path] = atPath;
  sam.routes[api] = known;
}

function restRoute({ target, properties }: SamEvent): object {
  const { TimeoutInMillis } = properties;
  return {
    'x-amazon-apigateway-integration': {
      httpMethod: 'POST',
      type: 'aws_proxy',
      uri: invocationOf('aws', target.functionName, target.arn),
      ...(TimeoutInMillis !== undefined && { timeoutInMillis: TimeoutInMillis }),
    },
    responses: {},
  };
}

function httpRoute({ target, properties }: SamEvent, path: string): object {
  const { PayloadFormatVersion = '2.0', TimeoutInMillis } = properties;
  const names = [...path.matchAll(/\{([^}]*?)\+?\}/g)].map(([, name]) => name);
  return {
    'x-amazon-apigateway-integration': {
      httpMethod: 'POST',
      type: 'aws_proxy',
      uri: invocationOf('${AWS::Partition}', target.functionName, target.arn),
      payloadFormatVersion: PayloadFormatVersion,
      ...(TimeoutInMillis !== undefined && { timeoutInMillis: TimeoutInMillis }),
    },
    responses: {},
    ...(path === '$default' && { isDefaultRoute: true }),
    ...(names.length > 0 && { parameters: names.map((name) => ({ name, in: 'path', required: true })) }),
  };
}

/** How API Gateway calls a function: by its name's reference for an alias, whose `Ref` is its ARN, else by its ARN. */
function invocationOf(partition: string, { Ref }: SamEvent['target']['functionName'], arn: unknown): object {
  const name = asObject(arn).Ref === Ref ? Ref : `${Ref}.Arn`;
  const path = `lambda:path/2015-03-31/functions/\${${name}}/invocations`;
  return { 'Fn::Sub': `arn:${partition}:apigateway:\${AWS::Region}:${path}` };
}
