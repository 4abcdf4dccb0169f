import type { RoutedCall } from '#local/api-gateway/api-call.ts';
import { jsonPath } from '#local/events/input/json-path.ts';
import { contextV1 } from './proxy-event.ts';

/**
 * Renders a mapping template of the Velocity Template Language (developer guide: "Mapping template transformations for REST APIs in API
 * Gateway", "Variables for data transformations for API Gateway") on the body of a request, or of an answer.
 */
export async function renderTemplate(template: string, body: string, call: RoutedCall): Promise<string> {
  // Loaded only where an API has a template.
  const { default: Velocity } = await import('velocityjs');
  const parameters = {
    path: call.pathParameters,
    querystring: Object.fromEntries(call.query),
    header: call.request.headers,
  };
  return Velocity.render(template, {
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
    context: contextV1(call),
    stageVariables: call.stageVariables,
  });
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
