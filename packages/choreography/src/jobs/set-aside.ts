import type { Context } from 'aws-lambda';
import { sqs } from './aws/sqs.ts';
import { environment } from './environment.ts';

/** Why something is set aside, and after how many attempts. */
interface Ending {
  /** `Refused` by the job, or `RetriesExhausted`, as Lambda has it. */
  readonly condition: 'Refused' | 'RetriesExhausted';
  readonly attempts: number;
}

/** What a message may hold, in bytes (SQS quotas: "Message size"). */
const MAX_BYTES = 1_048_576;

/**
 * Puts an event in the job's dead-letter queue, in the shape of Lambda's own invocation record (Lambda developer
 * guide: "Retaining records of asynchronous invocations"), so that all letters in the queue have one shape. One that does not fit
 * beside its record is there alone, as Lambda's dead-letter queues have it (ibid., "Dead-letter queues"); of one that fits not even
 * so, which may happen in the last bytes of a megabyte, all but its data: the archive has it whole, by its id and time.
 */
export async function setAside(
  event: object,
  error: Error,
  context: Context,
  { condition, attempts }: Ending = { condition: 'Refused', attempts: 1 },
): Promise<void> {
  const record = {
    version: '1.0',
    timestamp: new Date().toISOString(),
    requestContext: {
      requestId: context.awsRequestId,
      functionArn: context.invokedFunctionArn,
      condition,
      approximateInvokeCount: attempts,
    },
    requestPayload: event,
    responseContext: { statusCode: 200, executedVersion: context.functionVersion, functionError: 'Handled' },
    responsePayload: { errorType: error.name, errorMessage: error.message },
  };
  const QueueUrl = environment('DLQ_URL');
  const MessageBody = JSON.stringify(record);
  if (Buffer.byteLength(MessageBody) <= MAX_BYTES) {
    await sqs.send('SendMessage', { QueueUrl, MessageBody });
    return;
  }
  const whole = JSON.stringify(event);
  const text = (StringValue: string) => ({ DataType: 'String', StringValue: StringValue.slice(0, 1024) || 'none' });
  const MessageAttributes = {
    ...{ RequestID: text(context.awsRequestId), ErrorCode: { DataType: 'Number', StringValue: '200' } },
    ...{ ErrorMessage: text(`${error.name}: ${error.message}`), Condition: text(condition) },
  };
  const fits = Buffer.byteLength(whole) + attributeBytes(MessageAttributes) <= MAX_BYTES;
  await sqs.send('SendMessage', {
    QueueUrl,
    MessageBody: fits ? whole : JSON.stringify(withoutData(event)),
    MessageAttributes,
  });
}

/** Names, types and values count (SQS developer guide: "Message attributes"). */
const attributeBytes = (attributes: Readonly<Record<string, { DataType: string; StringValue: string }>>): number =>
  Object.entries(attributes).reduce(
    (sum, [name, { DataType, StringValue }]) => sum + Buffer.byteLength(name + DataType + StringValue),
    0,
  );

const withoutData = (event: object): object => {
  const { detail } = event as { readonly detail?: { readonly metadata?: unknown } };
  return {
    ...event,
    detail: { metadata: detail?.metadata, leftOut: 'The data: find the event in the archive, by its id and time.' },
  };
};
