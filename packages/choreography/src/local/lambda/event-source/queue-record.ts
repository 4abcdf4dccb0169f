import { REGION } from '#local/account.ts';
import type { TakenMessage } from '#local/sqs/queue-consumer.ts';

/** A message as a function is given it (developer guide: "Using Lambda with Amazon SQS", example events). */
export function queueRecord(message: TakenMessage, eventSourceARN: string): object {
  const { known } = message;
  return {
    messageId: message.MessageId,
    receiptHandle: message.ReceiptHandle,
    body: message.Body,
    attributes: {
      ApproximateReceiveCount: String(known.approximateReceiveCount),
      SentTimestamp: String(known.sentTimestamp),
      ...(known.sequenceNumber !== undefined && { SequenceNumber: known.sequenceNumber }),
      ...(known.messageGroupId !== undefined && { MessageGroupId: known.messageGroupId }),
      SenderId: SENDER,
      ...(known.messageDeduplicationId !== undefined && { MessageDeduplicationId: known.messageDeduplicationId }),
      ApproximateFirstReceiveTimestamp: String(known.approximateFirstReceiveTimestamp),
    },
    messageAttributes: Object.fromEntries(
      Object.entries(message.MessageAttributes ?? {}).map(([name, { DataType, StringValue, BinaryValue }]) => [
        name,
        {
          ...(StringValue !== undefined && { stringValue: StringValue }),
          ...(BinaryValue !== undefined && { binaryValue: BinaryValue }),
          stringListValues: [],
          binaryListValues: [],
          dataType: DataType,
        },
      ]),
    ),
    ...(message.MD5OfMessageAttributes !== undefined && { md5OfMessageAttributes: message.MD5OfMessageAttributes }),
    md5OfBody: message.MD5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN,
    awsRegion: REGION,
  };
}

/** All who send are known to the local SQS as the account. */
const SENDER = '000000000000';
