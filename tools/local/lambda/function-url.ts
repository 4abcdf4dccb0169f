import { randomUUID } from 'node:crypto';
import { ACCOUNT } from '../account.ts';
import type { AwsRequest, AwsResponse } from '../backend.ts';
import type { FunctionUrl } from './function-url-cors.ts';
import type { Functions } from './functions.ts';

/** The path under which the gateway serves function URLs: no name needs to be resolved for it. */
export const URL_PREFIX = '/_url/';

/**
 * A call of a function URL, `/_url/FUNCTION/…`, in payload format 2.0 (developer guide: "Invoking Lambda function URLs"). A
 * call without a signature to a URL that asks for AWS_IAM is forbidden, as on AWS.
 */
export async function callFunctionUrl(
  request: AwsRequest,
  functions: Functions,
  urls: ReadonlyMap<string, FunctionUrl>,
  now: number,
): Promise<AwsResponse> {
  const { pathname, searchParams, search } = new URL(request.path, 'http://localhost');
  const [name = '', ...rest] = pathname.slice(URL_PREFIX.length).split('/');
  const authType = urls.get(name)?.authType;
  if (authType === undefined) return json(404, { Message: `No function named ${name} has a URL.` });
  if (authType === 'AWS_IAM' && !isSigned(request, searchParams)) return FORBIDDEN;
  const rawPath = `/${rest.join('/')}`;
  const headers = Object.fromEntries(Object.entries(request.headers).filter(([, value]) => value !== undefined));
  const event = {
    version: '2.0',
    routeKey: '$default',
    rawPath,
    rawQueryString: search.slice(1),
    headers,
    queryStringParameters: search ? Object.fromEntries(searchParams) : undefined,
    requestContext: {
      accountId: ACCOUNT,
      apiId: name,
      domainName: request.headers.host ?? '',
      http: {
        method: request.method,
        path: rawPath,
        protocol: 'HTTP/1.1',
        sourceIp: '127.0.0.1',
        userAgent: request.headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey: '$default',
      stage: '$default',
      timeEpoch: now,
    },
    body: request.body.length > 0 ? request.body.toString('utf8') : undefined,
    isBase64Encoded: false,
  };
  const { payload, functionError } = await functions.invoke(name, JSON.stringify(event));
  if (functionError) return { status: 502, headers: {}, body: 'Internal Server Error' };
  return answer(JSON.parse(payload));
}

/** The function that a path asks for. */
export const functionAt = (path: string): string =>
  new URL(path, 'http://localhost').pathname.slice(URL_PREFIX.length).split('/', 1)[0] ?? '';

/** Whether there is a signature by its form, in the header or in the query of a presigned URL; whose it is, is not asked. */
function isSigned({ headers }: AwsRequest, query: URLSearchParams): boolean {
  return SIGNATURE.test(headers.authorization ?? '') || query.has('X-Amz-Signature');
}

const SIGNATURE =
  /^AWS4-HMAC-SHA256 (?=.*Credential=[^/,]+\/\d{8}\/[^/,]+\/lambda\/aws4_request)(?=.*SignedHeaders=)(?=.*Signature=[0-9a-f]{64})/;

/** An answer with a status code is taken apart; any other is the body (payload format 2.0). */
function answer(result: unknown): AwsResponse {
  if (typeof result !== 'object' || result === null || !('statusCode' in result)) return json(200, result);
  const {
    statusCode,
    headers = {},
    body = '',
    isBase64Encoded = false,
  } = result as {
    statusCode: number;
    headers?: Record<string, string | number | boolean>;
    body?: string;
    isBase64Encoded?: boolean;
  };
  return {
    status: statusCode,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
    body: isBase64Encoded ? Buffer.from(body, 'base64') : body,
  };
}

/** Lambda's own answer to whom it does not let in. */
const FORBIDDEN: AwsResponse = {
  status: 403,
  headers: { 'content-type': 'application/json', 'x-amzn-errortype': 'AccessDeniedException' },
  body: JSON.stringify({
    Message:
      'Forbidden. For troubleshooting Function URL authorization issues, see: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html',
  }),
};

const json = (status: number, body: unknown): AwsResponse => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});
