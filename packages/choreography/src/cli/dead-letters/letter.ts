/** An event that a job did not take, as it stands in the job's dead-letter queue. */
export interface Letter {
  /** `participant/job`. */
  readonly job: string;
  /** Whether the rule could not deliver it, the job failed on it for good, or the job refused it. */
  readonly kind: 'not delivered' | 'not handled' | 'refused';
  /** Null when what the job was given is no event. */
  readonly event: { readonly id: string; readonly source: string; readonly detailType: string } | null;
  /** The business key that joins the events of one process; null when nothing tells. */
  readonly key: string | null;
  readonly error: string;
  /** How often delivering or handling it was tried; null when nothing tells. */
  readonly attempts: number | null;
  /** ISO 8601: when it was set aside. */
  readonly at: string;
}

/** What SQS keeps of a letter, as far as it is read here. */
export interface Received {
  readonly MessageId?: string | undefined;
  readonly ReceiptHandle?: string | undefined;
  readonly Body?: string | undefined;
  readonly Attributes?: Readonly<Record<string, string | undefined>> | undefined;
  readonly MessageAttributes?: Readonly<Record<string, { readonly StringValue?: string | undefined }>> | undefined;
}

interface InvocationRecord {
  readonly timestamp?: string;
  readonly requestContext?: { readonly condition?: string; readonly approximateInvokeCount?: number };
  readonly requestPayload?: unknown;
  readonly responsePayload?: { readonly errorType?: string; readonly errorMessage?: string };
}

/**
 * Reads a letter and what the job was given, to be given again. It is one of two shapes: the invocation record of Lambda, or
 * of a job that refuses an event (Lambda developer guide: "Retaining records of asynchronous invocations"); or what the rule
 * could not deliver, with EventBridge's reason in the attributes (EventBridge user guide: "Using dead-letter queues").
 *
 * @param keyPath where the key of the instance stands in an event's data, for events without a correlation id
 */
export function readLetter(received: Received, job: string, keyPath: string): { letter: Letter; input: string } {
  const { Body = '', MessageAttributes = {}, Attributes = {} } = received;
  const content = parse(Body);
  const sentAt = new Date(Number(Attributes.SentTimestamp ?? 0)).toISOString();
  const record = asRecord(content);
  if (record) {
    const { errorType = 'Error', errorMessage = 'no message' } = record.responsePayload ?? {};
    const { condition = '', approximateInvokeCount = null } = record.requestContext ?? {};
    return {
      input: JSON.stringify(record.requestPayload),
      letter: {
        ...{ job, kind: condition === 'Refused' ? 'refused' : 'not handled' },
        ...whatOf(record.requestPayload, keyPath),
        error: record.responsePayload ? `${errorType}: ${errorMessage}` : condition,
        attempts: approximateInvokeCount,
        at: record.timestamp ?? sentAt,
      },
    };
  }
  const attribute = (name: string) => MessageAttributes[name]?.StringValue;
  const retries = attribute('RETRY_ATTEMPTS');
  return {
    input: Body,
    letter: {
      ...{ job, kind: 'not delivered' },
      ...whatOf(content, keyPath),
      error: `${attribute('ERROR_CODE') ?? 'NotDelivered'}: ${attribute('ERROR_MESSAGE') ?? 'EventBridge could not deliver the event'}`,
      attempts: retries === undefined ? null : Number(retries) + 1,
      at: sentAt,
    },
  };
}

function asRecord(content: unknown): InvocationRecord | undefined {
  return isObject(content) && 'requestPayload' in content && 'requestContext' in content ? content : undefined;
}

/** Which event it is, and of which instance. The metadata is the project's own; an event from outside may have none. */
function whatOf(content: unknown, keyPath: string): Pick<Letter, 'event' | 'key'> {
  if (!isObject(content) || !('detail-type' in content)) return { event: null, key: null };
  const { id, source, 'detail-type': detailType, detail } = content as Record<string, unknown>;
  const metadata = at(detail, 'metadata');
  const key = at(metadata, 'correlationId') ?? at(detail, `data.${keyPath}`);
  return {
    event: { id: String(at(metadata, 'eventId') ?? id), source: String(source), detailType: String(detailType) },
    key: typeof key === 'string' || typeof key === 'number' ? String(key) : null,
  };
}

function at(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((inner, key) => (isObject(inner) ? inner[key] : undefined), value);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
