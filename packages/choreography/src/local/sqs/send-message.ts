import { createHash } from 'node:crypto';
import { checkMessage, type SendRequest } from './check-message.ts';
import { type Message, md5, md5OfAttributes } from './message.ts';
import type { Queue } from './queue.ts';

/** The answer to a sender. */
export interface SendResult {
  readonly MessageId: string;
  readonly MD5OfMessageBody: string;
  readonly MD5OfMessageAttributes?: string | undefined;
  readonly MD5OfMessageSystemAttributes?: string | undefined;
  readonly SequenceNumber?: string | undefined;
}

/** Sends one message to a queue, or finds the same one that was sent within five minutes. @throws SqsError */
export function sendMessage(queue: Queue, request: SendRequest): SendResult {
  checkMessage(request, queue);
  const message = queue.isFifo ? sendOnce(queue, request) : send(queue, request, request.MessageDeduplicationId);
  const { MessageBody = '', MessageAttributes = {}, MessageSystemAttributes = {} } = request;
  return {
    MessageId: message.id,
    MD5OfMessageBody: md5(MessageBody),
    MD5OfMessageAttributes: md5OfAttributes(MessageAttributes),
    MD5OfMessageSystemAttributes: md5OfAttributes(MessageSystemAttributes),
    SequenceNumber: message.sequenceNumber,
  };
}

function sendOnce(queue: Queue, request: SendRequest): Pick<Message, 'id' | 'sequenceNumber'> {
  const { MessageBody = '', MessageGroupId = '' } = request;
  const id = request.MessageDeduplicationId ?? createHash('sha256').update(MessageBody).digest('hex');
  const perGroup = queue.attributes.DeduplicationScope === 'messageGroup';
  const key = perGroup ? `${MessageGroupId} ${id}` : id;
  const same = queue.deduplication.find(key);
  if (same) return same;
  const { id: messageId, sequenceNumber } = send(queue, request, id);
  const sent = { id: messageId, sequenceNumber };
  queue.deduplication.remember(key, sent);
  return sent;
}

function send(queue: Queue, request: SendRequest, deduplicationId: string | undefined): Message {
  // A FIFO queue has one delay for all its messages.
  const own = queue.isFifo ? undefined : request.DelaySeconds;
  return queue.send(
    {
      body: request.MessageBody ?? '',
      attributes: request.MessageAttributes ?? {},
      traceHeader: request.MessageSystemAttributes?.AWSTraceHeader?.StringValue,
      groupId: request.MessageGroupId,
      deduplicationId,
    },
    own ?? queue.number('DelaySeconds'),
  );
}
