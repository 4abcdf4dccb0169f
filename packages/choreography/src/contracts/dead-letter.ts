import * as z from 'zod';

/** The parts of a delivered event that are read from a dead letter (EventBridge user guide: "Event structure"). */
const DeliveredEvent = z.looseObject({
  id: z.string(),
  source: z.string(),
  'detail-type': z.string(),
  time: z.string().refine((time) => !Number.isNaN(Date.parse(time))),
  detail: z.unknown().refine((detail) => detail !== undefined),
});

export type DeliveredEvent = z.output<typeof DeliveredEvent>;

/** The parts of an SQS message that are read from a dead-letter queue. */
export interface ReceivedMessage {
  readonly Body?: string | undefined;
  readonly Attributes?: Readonly<Record<string, string | undefined>> | undefined;
  readonly MessageAttributes?: Readonly<Record<string, { readonly StringValue?: string | undefined }>> | undefined;
}

/** A message in a dead-letter queue: put there by EventBridge, by Lambda or by a job. */
export interface DeadLetter {
  /** Whether the rule could not deliver it, the function failed on it for good, or the job refused it. */
  readonly kind: 'not delivered' | 'not handled' | 'refused';
  /** What the function was given, as JSON text, to be given again. */
  readonly input: string;
  /** Null when what the function was given is no event. */
  readonly event: DeliveredEvent | null;
  readonly error: string;
  /** How often its delivery or handling was tried; null if the message has no such attribute. */
  readonly attempts: number | null;
  /** ISO 8601: when it was set aside. */
  readonly at: string;
  /** The ARN of the function or other target that failed; null if the message does not name it. */
  readonly target: string | null;
}

/**
 * Reads a message in a dead-letter queue. It is one of three shapes: the invocation record of Lambda, or of a job that refuses
 * an event (Lambda developer guide: "Retaining records of asynchronous invocations"); what Lambda sends to a function's
 * dead-letter queue, the event with the attributes `ErrorCode` and `ErrorMessage` (ibid., "Dead-letter queues"); or what a rule
 * could not deliver, the event with the attributes `ERROR_CODE`, `ERROR_MESSAGE`, `RETRY_ATTEMPTS` and `TARGET_ARN`
 * (EventBridge user guide: "Using dead-letter queues").
 */
export function readDeadLetter({ Body = '', Attributes = {}, MessageAttributes = {} }: ReceivedMessage): DeadLetter {
  const content = parse(Body);
  const sentAt = new Date(Number(Attributes.SentTimestamp ?? 0)).toISOString();
  const record = InvocationRecord.safeParse(content).data;
  if (record) return fromRecord(record, sentAt);
  const attribute = (name: string): string | undefined => MessageAttributes[name]?.StringValue;
  const letter = { input: Body, event: eventIn(content), at: sentAt };
  // Of a job that set aside what did not fit beside its record.
  const condition = attribute('Condition');
  if (condition !== undefined && attribute('RequestID') !== undefined)
    return {
      ...letter,
      kind: condition === 'Refused' ? 'refused' : 'not handled',
      error: attribute('ErrorMessage') ?? condition,
      attempts: null,
      target: null,
    };
  if (attribute('RequestID') !== undefined)
    return {
      ...letter,
      kind: 'not handled',
      error: `Error: ${attribute('ErrorMessage') ?? `status ${attribute('ErrorCode') ?? 'unknown'}`}`,
      attempts: null,
      target: null,
    };
  const retries = Number(attribute('RETRY_ATTEMPTS') ?? Number.NaN);
  return {
    ...letter,
    kind: 'not delivered',
    error: `${attribute('ERROR_CODE') ?? 'NotDelivered'}: ${attribute('ERROR_MESSAGE') ?? 'EventBridge could not deliver the event'}`,
    // The first attempt is no retry.
    attempts: Number.isInteger(retries) ? retries + 1 : null,
    target: attribute('TARGET_ARN') ?? null,
  };
}

/** Anybody may send to a queue: a field of another type is as good as none. */
const InvocationRecord = z.object({
  timestamp: z.string().optional().catch(undefined),
  requestContext: z
    .object({
      functionArn: z.string().optional().catch(undefined),
      condition: z.string().optional().catch(undefined),
      approximateInvokeCount: z.int().optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
  requestPayload: z.unknown().refine((payload) => payload !== undefined),
  responsePayload: z
    .object({
      errorType: z.string().optional().catch(undefined),
      errorMessage: z.string().optional().catch(undefined),
    })
    .nullish()
    .catch(undefined),
});

function fromRecord(record: z.output<typeof InvocationRecord>, sentAt: string): DeadLetter {
  const { timestamp, requestContext = {}, requestPayload, responsePayload } = record;
  const { condition, functionArn, approximateInvokeCount } = requestContext;
  const { errorType = 'Error', errorMessage } = responsePayload ?? {};
  return {
    kind: condition === 'Refused' ? 'refused' : 'not handled',
    input: JSON.stringify(requestPayload),
    event: eventIn(requestPayload),
    // One that no attempt answered has only a condition, such as `EventAgeExceeded`.
    error: responsePayload ? `${errorType}: ${errorMessage ?? 'no message'}` : (condition ?? 'Error: no message'),
    attempts: approximateInvokeCount ?? null,
    at: timestamp ?? sentAt,
    // Lambda gives the function's ARN with its version or alias. `Invoke` accepts both.
    target: functionArn ?? null,
  };
}

const eventIn = (content: unknown): DeliveredEvent | null => DeliveredEvent.safeParse(content).data ?? null;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
