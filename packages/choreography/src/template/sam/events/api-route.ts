// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is the syntax of CloudFormation.
import { isDeepStrictEqual } from 'node:util';
import { asObject } from '#template/document/as-object.ts';
import { addRoute, apiThatIsMeant, IMPLICIT } from '#template/sam/api/api-body.ts';
import { stageInId } from '#template/sam/api/api-definition.ts';
import { refuse } from '#template/sam/refusal.ts';
import { withDefaults } from '#template/sam/resources.ts';
import { type EventType, eventName, type SamEvent } from './event.ts';
import { permissionFor } from './invoked.ts';

/**
 * `Api` and `HttpApi`: a route in the body of its API, which SAM makes for routes that name none, and the permission by which
 * API Gateway calls the function for that route alone. A route at a state machine starts it: that route is a resource of a type that
 * only these tools have.
 */
export const apiRoute: EventType = (event) => {
  const { sam, target, type, id, properties } = event;
  if (target.kind === 'states') {
    sam.warn(
      `${eventName(event)} (${type}) is not translated: it has no part in events. The local runtime refuses it.`,
    );
    return { resources: { [id]: { Type: `${sam.resource.Type}.Events.${type}`, Properties: properties } } };
  }
  const isHttp = type === 'HttpApi';
  const named = isHttp ? properties.ApiId : properties.RestApiId;
  const { Path, Method } = routeOf(event);
  const api = named === undefined ? IMPLICIT[type]?.id : (named as { Ref?: unknown }).Ref;
  // An API of another stack is asked for by its id alone: its routes are its own.
  if (typeof api === 'string' && apiThatIsMeant(sam, type, api)) addRoute(sam, api, { isHttp, Path, Method }, event);
  else if (isHttp && named === undefined) refuse(eventName(event), 'The API of the route is none of this template.');
  if (isHttp && Path !== '$default' && hasDefaultRoute(event)) return { resources: {} };
  const stage = isHttp ? '' : stageOf(event, api);
  return {
    resources: {
      [`${id}Permission${stage}`]: permissionFor(event, 'apigateway.amazonaws.com', {
        SourceArn: sourceOf(isHttp, { Path, Method }, named ?? { Ref: api }),
      }),
    },
  };
};

interface Route {
  readonly Path: string;
  readonly Method: string;
}

/** Without path and method, a route of an HTTP API is its default one. */
function routeOf(event: SamEvent): Route {
  const { Path, Method } = withDefaults(event.sam.template, event.properties) as Partial<Route>;
  if (event.type === 'HttpApi') {
    if (Path === undefined && Method !== undefined) refuse(eventName(event), "Event is missing 'Path'.");
    if (Path !== undefined && Method === undefined) refuse(eventName(event), "Event is missing 'Method'.");
  }
  return { Path: Path ?? '$default', Method: (Method ?? 'x-amazon-apigateway-any-method').toLowerCase() };
}

/** Whether the function has the default route of the same API: its permission is one for all routes. */
const hasDefaultRoute = ({ sam, properties }: SamEvent): boolean =>
  Object.values((sam.properties.Events ?? {}) as Record<string, { Type?: unknown; Properties?: unknown }>).some(
    ({ Type, Properties }) => {
      const { Path, ApiId } = asObject(Properties);
      return Type === 'HttpApi' && Path === undefined && isDeepStrictEqual(ApiId, properties.ApiId);
    },
  );

/** The permission's id ends with the stage, if that is written out. */
function stageOf({ sam: { template } }: SamEvent, api: unknown): string {
  if (api === IMPLICIT.Api?.id && !template.Resources[api as string]) return 'Prod';
  return stageInId(template, asObject(template.Resources[String(api)]?.Properties).StageName) || 'Stage';
}

function sourceOf(isHttp: boolean, { Path, Method }: Route, api: unknown): object {
  const method = ['any', 'x-amazon-apigateway-any-method'].includes(Method) ? '*' : Method.toUpperCase();
  const path = Path.replace(/^\//, '').replace(/\{[^}]*\}/g, '*');
  const route = Path === '$default' ? '*' : `${method}/${path}`;
  const partition = isHttp ? '${AWS::Partition}' : 'aws';
  const arn = `arn:${partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${__ApiId__}/\${__Stage__}/${route}`;
  return { 'Fn::Sub': [arn, { __ApiId__: api, __Stage__: '*' }] };
}
