import { AwsError } from '#local/gateway/aws-error.ts';
import type { AwsRequest, AwsResponse } from '#local/gateway/backend.ts';
import { executionArn } from '#local/lambda/durable/execution-arn.ts';
import type { Functions } from '#local/lambda/functions.ts';
import type { InvocationDetails } from '#local/lambda/invocation/invocation.ts';
import { mustBeSmallEnough } from '#local/lambda/invocation/payload-limits.ts';
import { type Actions, type Call, NOTHING } from './action.ts';

export const INVOKE: Actions = {
  'POST functions/*/invocations': async (call, { functions, durable }) => {
    const { headers, body } = call.request;
    const name = qualifiedName(call);
    const event = eventIn(body);
    const { config } = functions.get(name);
    const executionName = headers['x-amz-durable-execution-name'];
    if (config.durable && executionName !== undefined) (await durable()).mustBeNew(config.arn, executionName, event);
    const type = headers['x-amz-invocation-type'] ?? 'RequestResponse';
    mustBeSmallEnough(body, type === 'Event' ? 'asynchronous' : 'synchronous');
    switch (type) {
      case 'DryRun':
        return NOTHING;
      case 'Event': {
        // Only functions that are waited for get the client's context (API reference: Invoke).
        const { clientContext: _, ...details } = detailsIn(headers);
        const { requestId } = functions.invokeAsync(name, event, details);
        const durableArn = config.durable && executionArn(config.arn, executionName ?? requestId);
        return { status: 202, headers: { 'x-amzn-requestid': requestId, ...durableHeader(durableArn) }, body: '' };
      }
      default:
        return invoke(name, event, headers, functions);
    }
  },
};

async function invoke(
  name: string,
  event: string,
  headers: AwsRequest['headers'],
  functions: Functions,
): Promise<AwsResponse> {
  const withLog = headers['x-amz-log-type'] === 'Tail';
  const { payload, functionError, requestId, logTail, streamed, durableExecutionArn } = await functions.invoke(
    name,
    event,
    detailsIn(headers),
  );
  return {
    status: 200,
    headers: {
      'content-type': streamed?.contentType ?? 'application/json',
      'x-amzn-requestid': requestId,
      'x-amz-executed-version': '$LATEST',
      ...(functionError && { 'x-amz-function-error': functionError }),
      ...durableHeader(durableExecutionArn),
      ...(withLog && logTail && { 'x-amz-log-result': logTail.toString('base64') }),
    },
    body: streamed?.bytes ?? payload,
  };
}

const durableHeader = (arn: string | undefined): Record<string, string> =>
  arn === undefined ? {} : { 'x-amz-durable-execution-arn': arn };

/** The function that is to be invoked, with the version or alias of the call (API reference: Invoke, Qualifier). */
export function qualifiedName({ name, query }: Pick<Call<unknown>, 'name' | 'query'>): string {
  const qualifier = query.get('Qualifier');
  return qualifier === null ? name : `${name}:${qualifier}`;
}

/** What comes with an event in an invocation's headers. */
export function detailsIn(headers: AwsRequest['headers']): InvocationDetails {
  const executionName = headers['x-amz-durable-execution-name'];
  return {
    traceId: headers['x-amzn-trace-id'],
    tenantId: headers['x-amz-tenant-id'],
    ...(executionName !== undefined && { executionName }),
    clientContext: clientContext(headers['x-amz-client-context']),
  };
}

function clientContext(base64: string | undefined): string | undefined {
  if (base64 === undefined) return undefined;
  try {
    const text = Buffer.from(base64, 'base64').toString('utf8');
    JSON.parse(text);
    return text;
  } catch {
    throw new AwsError('InvalidRequestContentException', 'Client context must be a valid Base64-encoded JSON object.');
  }
}

/** The event in a body, which must be JSON; an empty one is an empty object. */
export function eventIn(body: Buffer): string {
  const event = body.length === 0 ? '{}' : body.toString('utf8');
  try {
    JSON.parse(event);
    return event;
  } catch (error) {
    const why = `Could not parse request body into json: ${(error as Error).message}`;
    throw new AwsError('InvalidRequestContentException', why);
  }
}
