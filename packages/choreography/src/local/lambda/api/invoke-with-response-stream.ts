import { EventStreamCodec } from '@smithy/core/event-streams';
import { mustBeSmallEnough } from '#local/lambda/invocation/payload-limits.ts';
import type { Actions } from './action.ts';
import { detailsIn, eventIn, qualifiedName } from './invoke.ts';

/** InvokeWithResponseStream (API reference): what the handler wrote, in one chunk, then how it ended. */
export const INVOKE_WITH_RESPONSE_STREAM: Actions = {
  'POST functions/*/response-streaming-invocations': async (call, { functions }) => {
    const { headers, body } = call.request;
    const event = eventIn(body);
    mustBeSmallEnough(body, 'synchronous');
    const outcome = await functions.invoke(qualifiedName(call), event, detailsIn(headers));
    const { payload, streamed, functionError, requestId, logTail } = outcome;
    const chunk = functionError ? undefined : (streamed?.bytes ?? Buffer.from(payload));
    const end = {
      ...(functionError && { ErrorCode: errorTypeIn(payload), ErrorDetails: payload }),
      ...(headers['x-amz-log-type'] === 'Tail' && logTail && { LogResult: logTail.toString('base64') }),
    };
    return {
      status: 200,
      headers: {
        'content-type': 'application/vnd.amazon.eventstream',
        'x-amzn-requestid': requestId,
        'x-amz-executed-version': '$LATEST',
      },
      body: Buffer.concat([
        ...(chunk ? [message('PayloadChunk', 'application/octet-stream', chunk)] : []),
        message('InvokeComplete', 'application/json', Buffer.from(JSON.stringify(end))),
      ]),
    };
  },
};

const codec = new EventStreamCodec(
  (bytes) => Buffer.from(bytes as Uint8Array).toString('utf8'),
  (text) => Buffer.from(text, 'utf8'),
);

function message(type: string, contentType: string, body: Uint8Array): Uint8Array {
  const text = (value: string) => ({ type: 'string', value }) as const;
  const headers = {
    ':message-type': text('event'),
    ':event-type': text(type),
    ':content-type': text(contentType),
  };
  return codec.encode({ headers, body });
}

const errorTypeIn = (payload: string): string => String((JSON.parse(payload) as { errorType?: string }).errorType);
