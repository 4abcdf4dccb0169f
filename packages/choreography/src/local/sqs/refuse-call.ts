/** What fauxqs lets pass and SQS refuses; `undefined` when the call is well. */
export function refuseCall(action: string, body: unknown): { code: string; message: string } | undefined {
  const { ReceiptHandle, Attributes } = (body ?? {}) as { ReceiptHandle?: unknown; Attributes?: object };
  if (action === 'DeleteMessage' && typeof ReceiptHandle === 'string' && !RECEIPT_HANDLE.test(ReceiptHandle))
    return {
      code: 'ReceiptHandleIsInvalid',
      message: `The input receipt handle "${ReceiptHandle}" is not a valid receipt handle.`,
    };
  if (action === 'CreateQueue' || action === 'SetQueueAttributes') {
    const unknown = Object.keys(Attributes ?? {}).find((name) => !ATTRIBUTES.has(name));
    if (unknown !== undefined) return { code: 'InvalidAttributeName', message: `Unknown Attribute ${unknown}.` };
  }
  return undefined;
}

/** A receipt handle as fauxqs makes them, also of a message that is gone. */
const RECEIPT_HANDLE = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The attributes that can be set (SQS API Reference: SetQueueAttributes). */
const ATTRIBUTES = new Set(
  `DelaySeconds MaximumMessageSize MessageRetentionPeriod Policy ReceiveMessageWaitTimeSeconds VisibilityTimeout
   RedrivePolicy RedriveAllowPolicy KmsMasterKeyId KmsDataKeyReusePeriodSeconds SqsManagedSseEnabled FifoQueue
   ContentBasedDeduplication DeduplicationScope FifoThroughputLimit`.split(/\s+/),
);
