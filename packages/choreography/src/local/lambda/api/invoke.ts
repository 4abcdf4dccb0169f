import { AwsError } from '#local/aws-error.ts';
import type { AwsResponse } from '#local/backend.ts';
import type { Functions } from '#local/lambda/functions.ts';
import { mustBeSmallEnough } from '#local/lambda/payload-limits.ts';
import { type Actions, NOTHING } from './action.ts';

export const INVOKE: Actions = {
  'POST functions/*/invocations': ({ name, request: { headers, body } }, { functions }) => {
    const event = body.length === 0 ? '{}' : body.toString('utf8');
    mustBeJson(event);
    const type = headers['x-amz-invocation-type'] ?? 'RequestResponse';
    mustBeSmallEnough(body, type === 'Event' ? 'asynchronous' : 'synchronous');
    switch (type) {
      case 'DryRun':
        functions.get(name);
        return NOTHING;
      case 'Event': {
        const { requestId } = functions.invokeAsync(name, event);
        return { status: 202, headers: { 'x-amzn-requestid': requestId }, body: '' };
      }
      default:
        return invoke(name, event, headers['x-amz-log-type'] === 'Tail', functions);
    }
  },
};

async function invoke(name: string, event: string, withLog: boolean, functions: Functions): Promise<AwsResponse> {
  const { payload, functionError, requestId, logTail } = await functions.invoke(name, event);
  return {
    status: 200,
    headers: {
      'content-type': 'application/json',
      'x-amzn-requestid': requestId,
      'x-amz-executed-version': '$LATEST',
      ...(functionError && { 'x-amz-function-error': functionError }),
      ...(withLog && logTail && { 'x-amz-log-result': logTail.toString('base64') }),
    },
    body: payload,
  };
}

function mustBeJson(event: string): void {
  try {
    JSON.parse(event);
  } catch (error) {
    const why = `Could not parse request body into json: ${(error as Error).message}`;
    throw new AwsError('InvalidRequestContentException', why);
  }
}
