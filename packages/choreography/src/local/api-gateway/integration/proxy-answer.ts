import { validateHeaderName, validateHeaderValue } from 'node:http';
import type { Api } from '#local/api-gateway/api.ts';
import type { AwsRequest, AwsResponse } from '#local/gateway/backend.ts';
import { wantsBinary } from './binary-media-types.ts';

/** What a function answered is no HTTP answer: the message says why. */
export class MalformedAnswer extends Error {}

/**
 * The HTTP answer that a function's answer means (developer guide: "Lambda proxy integrations in API Gateway", output format;
 * "Create AWS Lambda proxy integrations for HTTP APIs in API Gateway", Lambda function response format). Throws a MalformedAnswer.
 */
export function proxyAnswer(payload: string, api: Api, format: string, request: AwsRequest): AwsResponse {
  const answer: unknown = JSON.parse(payload);
  const isObject = typeof answer === 'object' && answer !== null && !Array.isArray(answer);
  if (api.protocol === 'HTTP' && format === '2.0' && !(isObject && 'statusCode' in answer))
    return {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: typeof answer === 'string' ? answer : payload,
    };
  if (!isObject) throw new MalformedAnswer('it is no object with a "statusCode"');
  const { statusCode, headers, multiValueHeaders, cookies, body, isBase64Encoded } = answer as Record<string, unknown>;
  const status = Number(statusCode ?? (api.protocol === 'REST' ? 200 : Number.NaN));
  if (!Number.isInteger(status) || status < 100 || status > 599)
    throw new MalformedAnswer(`its "statusCode" is ${JSON.stringify(statusCode)}, and must be a number such as 200`);
  if (body !== undefined && body !== null && typeof body !== 'string')
    throw new MalformedAnswer('its "body" must be a text: JSON.stringify makes one');
  const isBinary = isBase64Encoded === true && (api.protocol === 'HTTP' || wantsBinary(request, api.binaryMediaTypes));
  const given = headersOf(headers, format === '2.0' ? undefined : multiValueHeaders);
  const setCookies = [
    ...(given.get('set-cookie') ?? []),
    ...(format === '2.0' && Array.isArray(cookies) ? cookies.map(String) : []),
  ];
  given.delete('set-cookie');
  return {
    status,
    headers: {
      'content-type': api.protocol === 'REST' ? 'application/json' : 'text/plain; charset=utf-8',
      ...Object.fromEntries([...given].map(([name, values]) => [name, values.join(', ')])),
    },
    body: Buffer.from((body as string | null | undefined) ?? '', isBinary ? 'base64' : 'utf8'),
    ...(setCookies.length > 0 && { setCookies }),
  };
}

/** By their names in small letters; where both name one, the list of its values counts. */
function headersOf(headers: unknown, multiValueHeaders: unknown): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [which, given] of Object.entries({ headers, multiValueHeaders })) {
    if (given === undefined || given === null) continue;
    if (typeof given !== 'object' || Array.isArray(given))
      throw new MalformedAnswer(`its "${which}" must be an object`);
    for (const [name, value] of Object.entries(given)) {
      if (value === null || value === undefined) continue;
      const values = (Array.isArray(value) ? value : [value]).map(String);
      mustBeHeader(name, values);
      if (!OF_CONNECTION.has(name.toLowerCase())) found.set(name.toLowerCase(), values);
    }
  }
  return found;
}

const OF_CONNECTION = new Set(['connection', 'content-length', 'keep-alive', 'transfer-encoding', 'upgrade']);

function mustBeHeader(name: string, values: readonly string[]): void {
  try {
    validateHeaderName(name);
    for (const value of values) validateHeaderValue(name, value);
  } catch {
    throw new MalformedAnswer(`its header "${name}" has a name or a value that HTTP does not allow`);
  }
}
