import type { Notice } from '#local/runtime/notice.ts';
import type { TakenMessage } from '#local/sqs/queue-consumer.ts';
import { asJson } from '#template/document/as-object.ts';

/**
 * Tells of a message that a function named as failed. How often it was tried follows from the message: those that came before it was put
 * into the queue are in the record of an invocation. The error is the one that the function logged with the id of the event.
 *
 * @param logged the end of what it logged, one JSON object a line
 */
export function describeFailure(
  functionName: string,
  { Body, Attributes }: Pick<TakenMessage, 'Body' | 'Attributes'>,
  logged: string,
): Extract<Notice, { kind: 'handler-failed' }> {
  const content = Object(asJson(Body));
  const before = Number(Object(content.requestContext).approximateInvokeCount ?? 0);
  const event = Object(content.requestPayload ?? content);
  return {
    ...{ kind: 'handler-failed', function: functionName },
    error: loggedError(event.id, logged) ?? 'it named the message as failed',
    attempt: before + Number(Attributes.ApproximateReceiveCount),
    queue: content.requestPayload === undefined ? 'its queue' : 'its retry queue',
  };
}

/** The last error that was logged of an event: its name and its message. */
function loggedError(eventId: unknown, logged: string): string | undefined {
  const lines = logged.split('\n').map((line) => Object(asJson(line)));
  const last = lines.findLast((line) => line.error && typeof eventId === 'string' && line.eventId === eventId);
  if (!last) return undefined;
  const { name = 'Error', message = '' } = Object(last.error);
  return `${name}: ${message}`;
}
