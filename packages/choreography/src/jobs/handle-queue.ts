import type { Context, EventBridgeEvent, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { ofKind } from './job-kind.ts';

/** What Lambda calls with a batch of a queue; it answers which records failed, and only these come again. */
export type QueueHandler = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;

/**
 * The Lambda handler of a job whose queue is filled by a rule or by others: it handles each message as an event, and returns
 * the ids of those that it could not handle, so that SQS delivers only those again (Lambda developer guide: "Implementing partial batch
 * responses"). A message is an event of EventBridge, or the data alone; the message's id is then the event's id.
 */
export function handleQueue(
  handle: (event: EventBridgeEvent<string, unknown>, context: Context) => Promise<void>,
): QueueHandler {
  return ofKind('queue', async ({ Records }: SQSEvent, context: Context) => {
    const results = await Promise.allSettled(Records.map((record) => handle(asEvent(record), context)));
    return {
      batchItemFailures: Records.filter((_, i) => results[i]?.status === 'rejected').map(({ messageId }) => ({
        itemIdentifier: messageId,
      })),
    };
  });
}

function asEvent({ messageId, body, attributes, eventSourceARN }: SQSRecord): EventBridgeEvent<string, unknown> {
  const content: unknown = parsed(body);
  if (isEvent(content)) return content;
  const [, , , region = '', account = '', queue = ''] = eventSourceARN.split(':');
  return {
    version: '0',
    id: messageId,
    account,
    region,
    resources: [eventSourceARN],
    time: new Date(Number(attributes.SentTimestamp)).toISOString(),
    source: queue,
    'detail-type': 'Message',
    detail: { data: content },
  };
}

/** A body that is not JSON is passed on unchanged: the job's contract refuses it, and the message is set aside. */
function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

const isEvent = (content: unknown): content is EventBridgeEvent<string, unknown> =>
  typeof content === 'object' && content !== null && 'detail-type' in content && 'detail' in content && 'id' in content;
