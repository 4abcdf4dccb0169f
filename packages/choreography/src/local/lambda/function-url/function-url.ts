import { type AwsRequest, type AwsResponse, jsonAnswer } from '#local/gateway/backend.ts';
import type { Functions } from '#local/lambda/functions.ts';
import { traceIdOf } from '#local/lambda/invocation/invocation.ts';
import { uuid } from '#local/runtime/chance.ts';
import type { OnNotice } from '#local/runtime/notice.ts';
import { BAD_GATEWAY, functionUrlAnswer, UnfitAnswer } from './function-url-answer.ts';
import type { FunctionUrlConfig } from './function-url-config.ts';
import { functionUrlEvent } from './function-url-event.ts';

/** The path under which the gateway serves function URLs: no name needs to be resolved for it. */
export const URL_PREFIX = '/_url/';

/**
 * Answers a call of a function URL, `/_url/FUNCTION/…`. A call without a signature to a URL that asks for AWS_IAM is
 * forbidden, as on AWS.
 */
export async function callFunctionUrl(
  request: AwsRequest,
  functions: Functions,
  configs: ReadonlyMap<string, FunctionUrlConfig>,
  now: number,
  notify: OnNotice = () => {},
): Promise<AwsResponse> {
  const [, encoded = '', rawPath = '', rawQuery = ''] =
    /^([^/?]*)([^?]*)\??(.*)$/s.exec(request.path.slice(URL_PREFIX.length)) ?? [];
  const functionName = decoded(encoded);
  const config = configs.get(functionName);
  if (!config) return jsonAnswer(404, { Message: `No function named ${functionName} has a URL.` });
  const accessKey = config.authType === 'AWS_IAM' ? accessKeyIn(request, rawQuery) : undefined;
  if (config.authType === 'AWS_IAM' && accessKey === undefined) return FORBIDDEN;
  const requestId = uuid();
  const traceId = request.headers['x-amzn-trace-id'] ?? traceIdOf(requestId, now);
  const call = { functionName, rawPath: rawPath || '/', rawQuery, accessKey, requestId, traceId, now };
  const event = JSON.stringify(functionUrlEvent(request, call));
  const outcome = await functions.invoke(functionName, event, { traceId }, requestId);
  const answer = outcome.functionError ? BAD_GATEWAY : answerOf(outcome, config, functionName, notify);
  return { ...answer, headers: { ...answer.headers, 'x-amzn-requestid': requestId } };
}

/** The function that a path asks for. */
export const functionAt = (path: string): string => decoded(/^[^/?]*/.exec(path.slice(URL_PREFIX.length))?.[0] ?? '');

/** What is no HTTP answer is told: the caller is only told that the server failed, as on AWS. */
function answerOf(
  outcome: Parameters<typeof functionUrlAnswer>[0],
  { invokeMode }: FunctionUrlConfig,
  functionName: string,
  notify: OnNotice,
): AwsResponse {
  try {
    return functionUrlAnswer(outcome, invokeMode);
  } catch (error) {
    if (!(error instanceof UnfitAnswer)) throw error;
    const blame = `What the handler answered is no HTTP answer: ${error.message}.`;
    notify({ kind: 'handler-failed', function: functionName, error: blame, attempt: 1 });
    return { ...BAD_GATEWAY, headers: { ...BAD_GATEWAY.headers, 'x-local-explanation': encodeURI(blame) } };
  }
}

/** The access key in a signature, in the header or in the query of a presigned URL; whose it is, is not asked. */
function accessKeyIn({ headers }: AwsRequest, rawQuery: string): string | undefined {
  const signed = SIGNATURE.exec(headers.authorization ?? '')?.[1];
  if (signed !== undefined) return signed;
  const query = new URLSearchParams(rawQuery);
  return query.has('X-Amz-Signature') ? (query.get('X-Amz-Credential')?.split('/')[0] ?? '') : undefined;
}

const SIGNATURE =
  /^AWS4-HMAC-SHA256 (?=.*Credential=([^/,]+)\/\d{8}\/[^/,]+\/lambda\/aws4_request)(?=.*SignedHeaders=)(?=.*Signature=[0-9a-f]{64})/;

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
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
