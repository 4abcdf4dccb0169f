import { jsonPath } from '#local/events/input/json-path.ts';
import type { RoutedCall } from './api-call.ts';
import { contextV1 } from './integration/proxy-event.ts';

/**
 * The value of `$request.header.NAME`, `$request.querystring.NAME`, `$request.path.NAME`, `$request.body.PATH`, `$context.NAME` and
 * `$stageVariables.NAME` in a request (developer guide: "Transform API requests and responses for HTTP APIs in API Gateway"); a REST API
 * writes `method.request.…`, `context.…` and `stageVariables.…` ("Amazon API Gateway API request and response data mapping reference"). Undefined if
 * the request has none.
 */
export function parameterValue(written: string, call: RoutedCall): string | undefined {
  const expression = written.replace(/^\$/, '').replace(/^method\./, '');
  const [, kind = '', name = ''] =
    /^(request\.(?:header|querystring|multivaluequerystring|multivalueheader|path|body)|context|stageVariables)(?:\.(.+))?$/.exec(
      expression,
    ) ?? [];
  const value = OF[kind]?.(call, name);
  return value === undefined || value === null
    ? undefined
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value);
}

/** A text with its `${…}` replaced, or the value of an expression alone; any other text is unchanged. */
export function mappedValue(written: string, call: RoutedCall): string | undefined {
  if (/^\$[\w.]/.test(written)) return parameterValue(written, call);
  return written.replace(/\$\{([^}]+)\}/g, (_, expression: string) => parameterValue(`$${expression}`, call) ?? '');
}

const OF: Readonly<Record<string, (call: RoutedCall, name: string) => unknown>> = {
  'request.header': ({ request }, name) => request.headers[name.toLowerCase()],
  'request.multivalueheader': ({ request }, name) => request.headers[name.toLowerCase()],
  'request.querystring': ({ query }, name) => query.getAll(name).join(',') || undefined,
  'request.multivaluequerystring': ({ query }, name) => query.getAll(name).join(',') || undefined,
  'request.path': ({ pathParameters, path }, name) => (name === '' ? path : pathParameters[name]),
  'request.body': ({ request }, path) => {
    const text = request.body.toString();
    if (path === '') return text === '' ? undefined : text;
    try {
      return jsonPath(`$.${path.replace(/^\$\./, '')}`)?.(JSON.parse(text));
    } catch {
      return undefined;
    }
  },
  context: (call, path) => jsonPath(`$.${path}`)?.(contextV1(call)),
  stageVariables: ({ stageVariables }, name) => stageVariables[name],
};
