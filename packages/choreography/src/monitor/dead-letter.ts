import type { EventBridgeEvent } from 'aws-lambda';

/** An event that a job could not handle, as its dead-letter queue tells it. */
export interface DeadLetter {
  readonly event: EventBridgeEvent<string, { metadata?: unknown; data?: unknown }>;
  readonly error: string;
  /** How often it was tried; null when the queue does not tell. */
  readonly attempts: number | null;
  /** ISO 8601: when it was set aside. */
  readonly at: string;
}

/**
 * Reads what stands in a dead-letter queue. It is one of two shapes: the invocation record that Lambda (and a job that
 * refuses an event) writes, or the event alone, with EventBridge's reason in the attributes (EventBridge user guide:
 * "Using dead-letter queues"). Undefined when it is neither.
 */
export function readDeadLetter(
  body: string,
  attributes: Readonly<Record<string, string | undefined>>,
  sentAt: Date,
): DeadLetter | undefined {
  const content = parse(body);
  if (isEvent(content?.requestPayload)) {
    const { errorType = 'Error', errorMessage = 'no message' } = (content.responsePayload ?? {}) as Record<
      string,
      string
    >;
    const { approximateInvokeCount } = (content.requestContext ?? {}) as { approximateInvokeCount?: unknown };
    return {
      event: content.requestPayload,
      error: `${errorType}: ${errorMessage}`,
      attempts: countOf(approximateInvokeCount),
      at: String(content.timestamp ?? sentAt.toISOString()),
    };
  }
  if (!isEvent(content)) return undefined;
  const {
    ERROR_CODE = 'NotDelivered',
    ERROR_MESSAGE = 'EventBridge could not deliver the event',
    RETRY_ATTEMPTS,
  } = attributes;
  return {
    event: content,
    error: `${ERROR_CODE}: ${ERROR_MESSAGE}`,
    // The first attempt is no retry.
    attempts: RETRY_ATTEMPTS === undefined ? null : countOf(Number(RETRY_ATTEMPTS) + 1),
    at: sentAt.toISOString(),
  };
}

const countOf = (value: unknown): number | null => (Number.isInteger(value) ? (value as number) : null);

function parse(body: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(body) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Anybody may send to a queue: what lacks a part of the envelope is no event, and is told as what it is. */
function isEvent(content: unknown): content is DeadLetter['event'] {
  const { id, source, time, detail, ...rest } = Object(content) as Record<string, unknown>;
  const texts = [id, source, rest['detail-type']];
  return (
    texts.every((text) => typeof text === 'string') && detail !== undefined && !Number.isNaN(Date.parse(`${time}`))
  );
}
