// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is the syntax of CloudFormation.
import { asObject } from '#template/document/as-object.ts';
import type { SamEvent } from '#template/sam/events/event.ts';
import { eventName } from '#template/sam/events/event.ts';
import { refuse } from '#template/sam/refusal.ts';
import type { SamResource } from '#template/sam/resources.ts';
import { requestOf } from './rest-route.ts';

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
  atPath[method] = isHttp ? httpRoute(event, Path) : restRoute(event, api);
  known[Path] = atPath;
  sam.routes[api] = known;
  keepForApi(sam, api, event, { method, Path });
}

/** Keeps what a route asks of its API itself. */
function keepForApi(
  { settingsOfRoutes, authOfRoutes }: SamResource,
  api: string,
  event: SamEvent,
  { method, Path }: { readonly method: string; readonly Path: string },
): void {
  const { RouteSettings, Auth } = event.properties;
  const route = method.startsWith('x-') ? Path : `${method.toUpperCase()} ${Path}`;
  if (RouteSettings !== undefined) {
    settingsOfRoutes[api] ??= {};
    settingsOfRoutes[api][route] = RouteSettings as object;
  }
  if (Auth !== undefined) {
    authOfRoutes[api] ??= {};
    authOfRoutes[api][route] = { event: eventName(event), auth: Auth };
  }
}

function restRoute(event: SamEvent, api: string): object {
  const { target, properties } = event;
  const { TimeoutInMillis, ResponseTransferMode } = properties;
  const isStreamed = ResponseTransferMode === 'RESPONSE_STREAM';
  const { method, cacheKeys } = requestOf(event, api);
  return {
    'x-amazon-apigateway-integration': {
      httpMethod: 'POST',
      type: 'aws_proxy',
      uri: invocationOf('aws', target.functionName, target.arn, isStreamed),
      ...(isStreamed && { responseTransferMode: 'STREAM' }),
      ...(TimeoutInMillis !== undefined && { timeoutInMillis: TimeoutInMillis }),
      ...(cacheKeys.length > 0 && { cacheKeyParameters: cacheKeys }),
    },
    responses: {},
    ...method,
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
function invocationOf(
  partition: string,
  { Ref }: SamEvent['target']['functionName'],
  arn: unknown,
  isStreamed = false,
): object {
  const name = asObject(arn).Ref === Ref ? Ref : `${Ref}.Arn`;
  const [version, invocations] = isStreamed
    ? ['2021-11-15', 'response-streaming-invocations']
    : ['2015-03-31', 'invocations'];
  const path = `lambda:path/${version}/functions/\${${name}}/${invocations}`;
  return { 'Fn::Sub': `arn:${partition}:apigateway:\${AWS::Region}:${path}` };
}
