import { AwsError } from '#local/gateway/aws-error.ts';
import { type AwsRequest, type AwsResponse, jsonAnswer } from '#local/gateway/backend.ts';
import type { Caller } from '#local/iam/caller.ts';
import type { Demand } from '#local/iam/demands/demand.ts';
import type { Iam } from '#local/iam/iam.ts';
import type { Functions } from '#local/lambda/functions.ts';
import { traceIdOf } from '#local/lambda/invocation/invocation.ts';
import { arn } from '#local/runtime/account.ts';
import { uuid } from '#local/runtime/chance.ts';
import type { OnNotice } from '#local/runtime/notice.ts';
import { BAD_GATEWAY, functionUrlAnswer, UnfitAnswer } from './function-url-answer.ts';
import type { FunctionUrlConfig } from './function-url-config.ts';
import { functionUrlEvent } from './function-url-event.ts';

/** The path under which the gateway serves function URLs: no name needs to be resolved for it. */
export const URL_PREFIX = '/_url/';

/** What function URLs lead to, and who judges whom they let in. */
export interface FunctionUrls {
  readonly functions: Functions;
  readonly configs: ReadonlyMap<string, FunctionUrlConfig>;
  readonly iam: Pick<Iam, 'callerOf' | 'demand' | 'now'>;
  readonly notify?: OnNotice;
}

/**
 * Answers a call of a function URL, `/_url/FUNCTION/…`. To a URL that asks for AWS_IAM, a call without a signature is forbidden, as
 * is a caller whose policies do not let them call it.
 */
export async function callFunctionUrl(
  request: AwsRequest,
  { functions, configs, iam, notify = () => {} }: FunctionUrls,
): Promise<AwsResponse> {
  const [, encoded = '', rawPath = '', rawQuery = ''] =
    /^([^/?]*)([^?]*)\??(.*)$/s.exec(request.path.slice(URL_PREFIX.length)) ?? [];
  const functionName = decoded(encoded);
  const config = configs.get(functionName);
  if (!config) return jsonAnswer(404, { Message: `No function named ${functionName} has a URL.` });
  const signed = config.authType === 'AWS_IAM' ? signedBy(request, rawQuery, functionName, iam) : undefined;
  if (signed && 'refusal' in signed) return signed.refusal;
  const now = iam.now();
  const requestId = uuid();
  const traceId = request.headers['x-amzn-trace-id'] ?? traceIdOf(requestId, now);
  const call = { functionName, rawPath: rawPath || '/', rawQuery, signed, requestId, traceId, now };
  const event = JSON.stringify(functionUrlEvent(request, call));
  const outcome = await functions.invoke(functionName, event, { traceId }, requestId);
  const answer = outcome.functionError ? BAD_GATEWAY : answerOf(outcome, config, functionName, notify);
  return { ...answer, headers: { ...answer.headers, 'x-amzn-requestid': requestId } };
}

/** The function that a path asks for. */
export const functionAt = (path: string): string => decoded(/^[^/?]*/.exec(path.slice(URL_PREFIX.length))?.[0] ?? '');

/** An answer that is not HTTP is reported at the terminal; the caller gets only a server error, as on AWS. */
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

/** By whom a call is signed, or why it is not let in. A signature is not verified: the access key alone says whose it is. */
function signedBy(
  request: AwsRequest,
  rawQuery: string,
  functionName: string,
  iam: FunctionUrls['iam'],
): { accessKey: string; caller: Caller } | { refusal: AwsResponse } {
  const accessKey = accessKeyIn(request, rawQuery);
  if (accessKey === undefined) return { refusal: FORBIDDEN };
  try {
    const caller = iam.callerOf(request);
    iam.demand(caller, urlDemands(functionName));
    return { accessKey, caller };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const { name, message } = error;
    return { refusal: name === 'AccessDeniedException' ? FORBIDDEN : forbidden(message) };
  }
}

/** What a signed call asks leave for (developer guide: "Control access to Lambda function URLs"): both, since October 2025. */
function urlDemands(functionName: string): Demand[] {
  const resource = arn('lambda', `function:${functionName}`);
  return [
    { action: 'lambda:InvokeFunctionUrl', resource, context: { 'lambda:functionurlauthtype': ['AWS_IAM'] } },
    { action: 'lambda:InvokeFunction', resource, context: { 'lambda:invokedviafunctionurl': ['true'] } },
  ];
}

/** The access key in a signature, in the header or in the query of a presigned URL. */
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

const forbidden = (Message: string): AwsResponse => ({
  status: 403,
  headers: { 'content-type': 'application/json', 'x-amzn-errortype': 'AccessDeniedException' },
  body: JSON.stringify({ Message }),
});

/** Lambda's own answer to whom it does not let in. */
const FORBIDDEN = forbidden(
  'Forbidden. For troubleshooting Function URL authorization issues, see: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html',
);
