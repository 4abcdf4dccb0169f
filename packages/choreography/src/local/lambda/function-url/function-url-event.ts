import type { AwsRequest } from '#local/gateway/backend.ts';
import type { Caller } from '#local/iam/caller.ts';

/** Who signed a call, with which access key. */
interface Signed {
  readonly accessKey: string;
  readonly caller: Caller;
}

/** What is known of a call beside its request. */
export interface UrlCall {
  readonly functionName: string;
  /** As sent, with its leading slash. */
  readonly rawPath: string;
  /** Without the question mark. */
  readonly rawQuery: string;
  /** Whom a URL with AWS_IAM let in; undefined for one that asks for nothing. */
  readonly signed: Signed | undefined;
  readonly requestId: string;
  readonly traceId: string;
  /** In milliseconds since 1970. */
  readonly now: number;
}

/** The event of a call of a function URL: payload format 2.0 (developer guide: "Invoking Lambda function URLs"). */
export function functionUrlEvent(request: AwsRequest, call: UrlCall): object {
  const { cookie, connection, ...others } = request.headers;
  const host = request.headers.host ?? '';
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: call.rawPath,
    rawQueryString: call.rawQuery,
    ...(cookie !== undefined && { cookies: cookie.split(';').map((each) => each.trim()) }),
    headers: {
      ...Object.fromEntries(Object.entries(others).filter(([, value]) => value !== undefined)),
      'x-amzn-trace-id': call.traceId.split(';')[0] ?? '',
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-port': host.split(':')[1] ?? '80',
      'x-forwarded-proto': 'http',
    },
    ...(call.rawQuery !== '' && { queryStringParameters: joined(new URLSearchParams(call.rawQuery)) }),
    requestContext: {
      accountId: call.signed?.caller.account ?? 'anonymous',
      apiId: call.functionName,
      authentication: null,
      ...(call.signed && { authorizer: { iam: identity(call.signed) } }),
      domainName: host,
      domainPrefix: call.functionName,
      http: {
        method: request.method,
        path: call.rawPath,
        protocol: 'HTTP/1.1',
        sourceIp: '127.0.0.1',
        userAgent: request.headers['user-agent'] ?? '',
      },
      requestId: call.requestId,
      routeKey: '$default',
      stage: '$default',
      time: commonLogTime(call.now),
      timeEpoch: call.now,
    },
    ...bodyOf(request),
  };
}

/** Values of a name that comes several times are joined by commas. */
function joined(query: URLSearchParams): Record<string, string> {
  return Object.fromEntries([...new Set(query.keys())].map((name) => [name, query.getAll(name).join(',')]));
}

/** A body is text when its content type says so; all else is base64, as are bytes that are no text. */
export function bodyOf({ headers, body }: AwsRequest): { body?: string; isBase64Encoded: boolean } {
  if (body.length === 0) return { isBase64Encoded: false };
  const text = TEXT_TYPE.test(headers['content-type'] ?? '') ? asText(body) : undefined;
  return text === undefined
    ? { body: body.toString('base64'), isBase64Encoded: true }
    : { body: text, isBase64Encoded: false };
}

const TEXT_TYPE = /^\s*(text\/|application\/(json|javascript|xml)\b|[\w.-]+\/[\w.-]+\+(json|xml)\b)/i;

function asText(body: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    return undefined;
  }
}

const identity = ({ accessKey, caller }: Signed) => ({
  accessKey,
  accountId: caller.account,
  callerId: caller.userId,
  cognitoIdentity: null,
  principalOrgId: null,
  userArn: caller.sessionArn,
  userId: caller.userId,
});

/** `12/Mar/2020:19:03:58 +0000` */
export function commonLogTime(now: number): string {
  const [, day, month, year, time] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(now).toUTCString()) ?? [];
  return `${day}/${month}/${year}:${time} +0000`;
}
