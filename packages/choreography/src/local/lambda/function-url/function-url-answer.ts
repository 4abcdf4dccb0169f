import { validateHeaderName, validateHeaderValue } from 'node:http';
import type { AwsResponse } from '#local/gateway/backend.ts';
import type { Outcome } from '#local/lambda/environment/execution-environment.ts';
import { isObject } from '#template/document/as-object.ts';

/** An answer of a handler that is no HTTP answer: its message says what is wrong with it. */
export class UnfitAnswer extends Error {}

/** What a call of a URL is answered when its function failed, or answered what is no HTTP answer. */
export const BAD_GATEWAY: AwsResponse = {
  status: 502,
  headers: { 'content-type': 'application/json' },
  body: 'Internal Server Error',
};

/**
 * The HTTP answer that a handler's answer means (developer guide: "Invoking Lambda function URLs", response payload format).
 * Throws an UnfitAnswer.
 */
export function functionUrlAnswer({ payload, streamed }: Outcome, invokeMode: string): AwsResponse {
  if (streamed) return streamedAnswer(streamed);
  // What is streamed is not taken apart, even if the handler did not write it itself.
  if (invokeMode === 'RESPONSE_STREAM') return { status: 200, headers: JSON_TYPE, body: payload };
  return interpreted(JSON.parse(payload));
}

const JSON_TYPE = { 'content-type': 'application/json' };

/** The metadata of an HTTP answer that was written to a stream, eight zero bytes, and the body; or the body alone. */
function streamedAnswer({ bytes, contentType }: NonNullable<Outcome['streamed']>): AwsResponse {
  const end = bytes.indexOf(DELIMITER);
  if (contentType !== METADATA_TYPE || end < 0)
    return { status: 200, headers: { 'content-type': contentType }, body: bytes };
  const { statusCode = 200, headers, cookies } = parse(bytes.subarray(0, end).toString());
  return httpAnswer(
    { statusCode, headers, cookies },
    bytes.subarray(end + DELIMITER.length),
    'application/octet-stream',
  );
}

const METADATA_TYPE = 'application/vnd.awslambda.http-integration-response';
const DELIMITER = Buffer.alloc(8);

function parse(text: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(text));
  } catch {
    throw new UnfitAnswer('the metadata of its stream are no JSON');
  }
}

/** An answer with a status code is read by its fields; any other is the body: a text itself, all else as JSON. */
function interpreted(result: unknown): AwsResponse {
  if (typeof result === 'string') return { status: 200, headers: JSON_TYPE, body: result };
  if (typeof result !== 'object' || result === null || !('statusCode' in result))
    return { status: 200, headers: JSON_TYPE, body: JSON.stringify(result) };
  const { body, isBase64Encoded, ...head } = result as Record<string, unknown>;
  if (body !== undefined && body !== null && typeof body !== 'string')
    throw new UnfitAnswer(`its "body" is ${kindOf(body)}, and must be a text: JSON.stringify makes one`);
  return httpAnswer(head, Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8'), 'application/json');
}

function httpAnswer(head: Record<string, unknown>, body: Buffer, contentType: string): AwsResponse {
  const { statusCode, headers = {}, cookies = [] } = head;
  const status = typeof statusCode === 'string' && /^\d{3}$/.test(statusCode) ? Number(statusCode) : statusCode;
  if (typeof status !== 'number' || !Number.isInteger(status) || status < 200 || status > 599)
    throw new UnfitAnswer(`its "statusCode" is ${JSON.stringify(statusCode)}, and must be a number from 200 to 599`);
  if (!Array.isArray(cookies) || !cookies.every((cookie) => typeof cookie === 'string'))
    throw new UnfitAnswer(`its "cookies" are ${kindOf(cookies)}, and must be a list of texts`);
  for (const cookie of cookies) mustBeHeader('set-cookie', cookie);
  return {
    status,
    headers: { 'content-type': contentType, ...headersOf(headers) },
    body,
    ...(cookies.length > 0 && { setCookies: cookies }),
  };
}

/** Headers by their names in small letters; those that belong to the connection get other names, as on AWS. */
function headersOf(headers: unknown): Record<string, string> {
  if (!isObject(headers)) throw new UnfitAnswer(`its "headers" are ${kindOf(headers)}, and must be an object`);
  return Object.fromEntries(
    Object.entries(headers).map(([given, value]) => {
      const name = given.toLowerCase();
      if (value === null || (typeof value === 'object' && !Array.isArray(value)))
        throw new UnfitAnswer(`its header "${given}" is ${kindOf(value)}, and must be a text`);
      mustBeHeader(given, String(value));
      return [OF_CONNECTION.has(name) ? `x-amzn-remapped-${name}` : name, String(value)];
    }),
  );
}

const OF_CONNECTION = new Set(['connection', 'content-length', 'date', 'keep-alive', 'transfer-encoding', 'upgrade']);

function mustBeHeader(name: string, value: string): void {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
  } catch {
    throw new UnfitAnswer(`its header "${name}" has a name or a value that HTTP does not allow`);
  }
}

const kindOf = (value: unknown): string =>
  value === null
    ? 'null'
    : Array.isArray(value)
      ? 'a list'
      : typeof value === 'object'
        ? 'an object'
        : `a ${typeof value}`;
