import { createHash } from 'node:crypto';
import { uuid } from '#local/runtime/chance.ts';
import type { MessageAttributes } from '#local/sqs/message.ts';
import { checkMessageAttributes } from './check-message.ts';
import { type Deliveries, deliver, messagesByProtocol } from './deliver.ts';
import { invalidParameter, type Topic } from './topics.ts';

/** What Publish and an entry of PublishBatch have in common. */
export interface PublishRequest {
  readonly Message?: string | undefined;
  readonly Subject?: string | undefined;
  readonly MessageStructure?: string | undefined;
  readonly MessageAttributes: MessageAttributes;
  readonly MessageGroupId?: string | undefined;
  readonly MessageDeduplicationId?: string | undefined;
}
export interface Published {
  readonly MessageId: string;
  readonly SequenceNumber?: string | undefined;
}

const MAX_BYTES = 262_144;
/** A subject is a line of at most 100 characters of ASCII that begins with a letter, a digit or punctuation. */
const SUBJECT = /^[!-~][ -~]{0,99}$/;

/** Publishes a message to all subscriptions of a topic whose filter it passes. Throws AwsError. */
export function publish(deliveries: Deliveries, topic: Topic, request: PublishRequest, place?: string): Published {
  checkMessage(topic, request, place);
  const { MessageDeduplicationId: given, Message = '' } = request;
  deliveries.count?.({ kind: 'publish', topic: topic.name, bytes: sizeOf(request) });
  const published: Published = { MessageId: uuid() };
  if (!topic.isFifo) {
    deliver(deliveries, topic, request, published);
    return published;
  }
  const deduplicationId = given ?? createHash('sha256').update(Message).digest('hex');
  const same = topic.deduplication.find(deduplicationId);
  if (same !== undefined) return JSON.parse(same);
  const inOrder = { ...published, SequenceNumber: deliveries.topics.nextSequenceNumber(topic) };
  topic.deduplication.remember(deduplicationId, JSON.stringify(inOrder));
  deliver(deliveries, topic, { ...request, MessageDeduplicationId: deduplicationId }, inOrder);
  return inOrder;
}

/** The size of a message in bytes, with its attributes. */
export function sizeOf({ Message = '', MessageAttributes: attributes }: PublishRequest): number {
  return Object.entries(attributes).reduce(
    (sum, [name, { DataType = '', StringValue = '', BinaryValue = '' }]) =>
      sum + Buffer.byteLength(name + DataType + StringValue) + Buffer.byteLength(BinaryValue, 'base64'),
    Buffer.byteLength(Message),
  );
}

function checkMessage(topic: Topic, request: PublishRequest, place: string | undefined): void {
  const { Message, Subject, MessageGroupId, MessageDeduplicationId } = request;
  if (!Message) throw invalidParameter('Empty message');
  if (sizeOf(request) > MAX_BYTES) throw invalidParameter('Message too long');
  if (Subject !== undefined && !SUBJECT.test(Subject)) throw invalidParameter('Subject');
  checkMessageAttributes(request.MessageAttributes, place);
  if (request.MessageStructure === 'json') messagesByProtocol(Message);
  if (!topic.isFifo) {
    if (MessageDeduplicationId !== undefined)
      throw invalidParameter(
        'MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that is not valid for this topic type',
      );
    return;
  }
  if (!MessageGroupId) throw invalidParameter('The MessageGroupId parameter is required for FIFO topics');
  if (!MessageDeduplicationId && topic.attributes.ContentBasedDeduplication !== 'true')
    throw invalidParameter(
      'The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
    );
}
