import { asObject, isObject } from '#template/document/as-object.ts';
import type { SamEvent } from '#template/sam/events/event.ts';
import { eventName } from '#template/sam/events/event.ts';
import { refuse } from '#template/sam/refusal.ts';

/** What the request of a route must have, as its API's document says it; `cacheKeys` belong to the integration. */
export function requestOf(
  event: SamEvent,
  api: string,
): { readonly method: object; readonly cacheKeys: readonly string[] } {
  const parameters = parametersOf(event);
  const model = modelOf(event, api);
  const isOpenApi3 = /^3/.test(String(asObject(apiOf(event, api)).OpenApiVersion));
  const schema = { $ref: `#/${isOpenApi3 ? 'components/schemas' : 'definitions'}/${model?.name}` };
  const required = model?.Required === undefined ? {} : { required: model.Required };
  const all = [
    ...(model && !isOpenApi3 ? [{ in: 'body', name: model.name, schema, ...required }] : []),
    ...parameters.map(({ place, name, Required }) => ({ in: place, name, required: Required, type: 'string' })),
  ];
  return {
    method: {
      ...(model && isOpenApi3 && { requestBody: { content: { 'application/json': { schema } }, ...required } }),
      ...(all.length > 0 && { parameters: all }),
      ...(model?.validator && { 'x-amazon-apigateway-request-validator': model.validator }),
    },
    cacheKeys: parameters.filter(({ Caching }) => Caching).map(({ written }) => written),
  };
}

const apiOf = ({ sam: { template } }: SamEvent, api: string): unknown => template.Resources[api]?.Properties;

interface Parameter {
  readonly written: string;
  readonly place: string;
  readonly name: string;
  readonly Required: unknown;
  readonly Caching: unknown;
}

function parametersOf(event: SamEvent): Parameter[] {
  const given = event.properties.RequestParameters;
  if (!Array.isArray(given)) return [];
  return given.map((parameter: unknown) => {
    const [written, settings] =
      typeof parameter === 'string' ? [parameter, {}] : isObject(parameter) ? (Object.entries(parameter)[0] ?? []) : [];
    if (written === undefined)
      refuse(
        eventName(event),
        "Invalid value for 'RequestParameters' property. Property must be either a string or an object",
      );
    const [, place, name] = /^method\.request\.(querystring|path|header)\.(.*)$/s.exec(written) ?? [];
    if (place === undefined)
      refuse(
        eventName(event),
        "Invalid value for 'RequestParameters' property. Keys must be in the format 'method.request.[querystring|path|header].{value}', e.g 'method.request.header.Authorization'.",
      );
    if (!isObject(settings) || Object.keys(settings).some((key) => key !== 'Required' && key !== 'Caching'))
      refuse(
        eventName(event),
        "Invalid value for 'RequestParameters' property. Values must be an object, e.g { Required: true, Caching: false }",
      );
    const { Required = false, Caching = false } = settings;
    return { written, place: place === 'querystring' ? 'query' : place, name: String(name), Required, Caching };
  });
}

/** The model of a request's body. */
function modelOf(
  event: SamEvent,
  api: string,
): { readonly name: string; readonly Required?: unknown; readonly validator?: string } | undefined {
  const { Model, Required, ValidateBody, ValidateParameters } = asObject(event.properties.RequestModel);
  if (!Model) return undefined;
  const { Path, Method } = event.properties;
  const unable = (why: string) =>
    refuse(
      eventName(event),
      `Unable to set RequestModel [${Model}] on API method [${String(Method).toLowerCase()}] for path [${Path}] ${why}`,
    );
  const { Models } = asObject(apiOf(event, api));
  if (!Models) unable('because the related API does not define any Models.');
  if (!asObject(Models)[String(Model)]) unable("because it wasn't defined in the API's Models.");
  const validated = [ValidateBody, ValidateParameters].filter((value) => value !== undefined);
  if (validated.some((value) => typeof value !== 'boolean'))
    refuse(
      eventName(event),
      `Unable to set Validator to RequestModel [${Model}] on API method [${String(Method).toLowerCase()}] for path [${Path}] ValidateBody and ValidateParameters must be a boolean type, strings or intrinsics are not supported.`,
    );
  const validator = validated.length > 0 && validatorOf(ValidateBody === true, ValidateParameters === true);
  return { name: String(Model).toLowerCase(), Required, ...(validator && { validator }) };
}

/** The validators of SAM, by name: what each of them looks at. */
export const VALIDATORS = {
  'body-and-params': { validateRequestBody: true, validateRequestParameters: true },
  'body-only': { validateRequestBody: true, validateRequestParameters: false },
  'params-only': { validateRequestBody: false, validateRequestParameters: true },
  'no-validation': { validateRequestBody: false, validateRequestParameters: false },
};

const validatorOf = (body: boolean, parameters: boolean): keyof typeof VALIDATORS =>
  body ? (parameters ? 'body-and-params' : 'body-only') : parameters ? 'params-only' : 'no-validation';
