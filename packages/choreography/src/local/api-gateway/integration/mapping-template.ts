import type { RoutedCall } from '#local/api-gateway/api-call.ts';
import { jsonPath } from '#local/events/input/json-path.ts';
import { contextV1 } from './proxy-event.ts';

/** What a mapping template makes. */
export interface Rendered {
  readonly body: string;
  /** What it sets in place of the parameters of the integration. */
  readonly request: Record<'header' | 'querystring' | 'path', Record<string, unknown>>;
  /** What it sets in place of the answer's own. */
  readonly response: { readonly header: Record<string, unknown>; readonly status?: unknown };
}

/**
 * Renders a mapping template of the Velocity Template Language (developer guide: "Mapping template transformations for REST APIs in API
 * Gateway", "Variables for data transformations for API Gateway", "Override your API's request and response parameters and status codes")
 * on the body of a request, or of an answer.
 */
export async function renderTemplate(template: string, body: string, call: RoutedCall): Promise<Rendered> {
  // Loaded only where an API has a template.
  const { default: Velocity } = await import('velocityjs');
  const parameters = {
    path: call.pathParameters,
    querystring: Object.fromEntries(call.query),
    header: call.request.headers,
  };
  const request: Rendered['request'] = { header: {}, querystring: {}, path: {} };
  const response: Rendered['response'] = { header: {} };
  const rendered = Velocity.render(template, {
    input: {
      body,
      json: (path: string) => JSON.stringify(valueAt(path, body) ?? ''),
      path: (path: string) => valueAt(path, body) ?? '',
      params: (name?: string) =>
        name === undefined
          ? parameters
          : (parameters.path[name] ?? parameters.querystring[name] ?? parameters.header[name.toLowerCase()] ?? ''),
    },
    util: UTIL,
    context: { ...contextV1(call), requestOverride: request, responseOverride: response },
    stageVariables: call.stageVariables,
  });
  return { body: rendered, request, response };
}

function valueAt(path: string, body: string): unknown {
  try {
    return jsonPath(path)?.(JSON.parse(body === '' ? '{}' : body));
  } catch {
    return undefined;
  }
}

const UTIL = {
  escapeJavaScript: (text: unknown) => JSON.stringify(String(text)).slice(1, -1).replaceAll("'", "\\'"),
  parseJson: (text: string) => JSON.parse(text) as unknown,
  urlEncode: (text: unknown) => encodeURIComponent(String(text)).replaceAll('%20', '+'),
  urlDecode: (text: unknown) => decodeURIComponent(String(text).replaceAll('+', ' ')),
  base64Encode: (text: unknown) => Buffer.from(String(text)).toString('base64'),
  base64Decode: (text: unknown) => Buffer.from(String(text), 'base64').toString(),
};
