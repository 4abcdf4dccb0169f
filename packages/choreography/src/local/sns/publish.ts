import { createHash, randomUUID } from 'node:crypto';

import type { MessageAttributes } from '#local/sqs/message.ts';
import type { Queues } from '#local/sqs/queues.ts';
import { sendMessage } from '#local/sqs/send-message.ts';
import { SqsError } from '#local/sqs/sqs-error.ts';
import { checkMessageAttributes } from './check-message.ts';
import { invalidParameter, type Subscription, type Topic, type Topics } from './topics.ts';

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
export function publish(
  topics: Topics,
  queues: Queues,
  topic: Topic,
  request: PublishRequest,
  place?: string,
): Published {
  checkMessage(topic, request, place);
  const { MessageDeduplicationId: given, Message = '' } = request;
  const published: Published = { MessageId: randomUUID() };
  if (!topic.isFifo) {
    deliver(topics, queues, topic, request, published);
    return published;
  }
  const deduplicationId = given ?? createHash('sha256').update(Message).digest('hex');
  const same = topic.deduplication.find(deduplicationId);
  if (same !== undefined) return JSON.parse(same);
  const inOrder = { ...published, SequenceNumber: String(++topic.sequence).padStart(20, '1') };
  topic.deduplication.remember(deduplicationId, JSON.stringify(inOrder));
  deliver(topics, queues, topic, { ...request, MessageDeduplicationId: deduplicationId }, inOrder);
  return inOrder;
}

/** The size of a message in bytes, with its attributes. */
export function sizeOf({ Message = '', MessageAttributes }: PublishRequest): number {
  return Object.entries(MessageAttributes).reduce(
    (sum, [name, { DataType = '', StringValue = '', BinaryValue = '' }]) =>
      sum + Buffer.byteLength(name + DataType + StringValue) + Buffer.byteLength(BinaryValue, 'base64'),
    Buffer.byteLength(Message),
  );
}

function checkMessage(topic: Topic, request: PublishRequest, place: string | undefined): void {
  const { Message, Subject, MessageAttributes, MessageGroupId, MessageDeduplicationId } = request;
  if (!Message) throw invalidParameter('Empty message');
  if (sizeOf(request) > MAX_BYTES) throw invalidParameter('Message too long');
  if (Subject !== undefined && !SUBJECT.test(Subject)) throw invalidParameter('Subject');
  checkMessageAttributes(MessageAttributes, place);
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

/** What each protocol is given, of a message with the structure `json`: a text by protocol, and one for all others. */
function messagesByProtocol(message: string): Record<string, unknown> & { default: string } {
  let messages: unknown;
  try {
    messages = JSON.parse(message);
  } catch {
    throw invalidParameter('Message Structure - JSON message body failed to parse');
  }
  if (typeof messages !== 'object' || messages === null || Array.isArray(messages))
    throw invalidParameter('Message Structure - JSON message body failed to parse');
  if (typeof (messages as { default?: unknown }).default !== 'string')
    throw invalidParameter('Message Structure - No default entry in JSON message body');
  return messages as { default: string };
}

function deliver(topics: Topics, queues: Queues, topic: Topic, request: PublishRequest, published: Published): void {
  const { Message = '', MessageAttributes } = request;
  const isJson = request.MessageStructure === 'json';
  const messages: { default: string; sqs?: unknown } = isJson ? messagesByProtocol(Message) : { default: Message };
  const body = typeof messages.sqs === 'string' ? messages.sqs : messages.default;
  for (const subscription of topic.subscriptions.values()) {
    if (subscription.filter && !subscription.filter({ body, attributes: MessageAttributes })) continue;
    const isRaw = subscription.attributes.RawMessageDelivery === 'true';
    const text = isRaw ? body : envelope(topics, topic, subscription, { ...request, Message: body }, published);
    toQueue(queues, topic, subscription, request, text, isRaw ? MessageAttributes : {});
  }
}

function toQueue(
  queues: Queues,
  topic: Topic,
  subscription: Subscription,
  { MessageGroupId, MessageDeduplicationId }: PublishRequest,
  body: string,
  attributes: MessageAttributes,
): void {
  const queue = queues.withArn(subscription.endpoint) ?? deadLetterQueue(queues, subscription);
  if (!queue) return;
  // A standard topic hands a message group on to standard queues, a FIFO topic to FIFO queues.
  const group = queue.isFifo === topic.isFifo ? MessageGroupId : undefined;
  try {
    sendMessage(queue, {
      MessageBody: body,
      MessageAttributes: attributes,
      ...(group !== undefined && { MessageGroupId: group }),
      ...(queue.isFifo && MessageDeduplicationId !== undefined && { MessageDeduplicationId }),
    });
  } catch (error) {
    // A message that the queue refuses (too many attributes, too long) does not arrive, and its publisher is told nothing.
    if (!(error instanceof SqsError)) throw error;
  }
}

function deadLetterQueue(queues: Queues, { attributes }: Subscription) {
  if (!attributes.RedrivePolicy) return undefined;
  return queues.withArn(String(JSON.parse(attributes.RedrivePolicy).deadLetterTargetArn));
}

/** A message with what SNS says about it ("Parsing message formats in Amazon SNS"); nothing is signed here. */
function envelope(
  topics: Topics,
  { arn, isFifo }: Topic,
  subscription: Subscription,
  request: PublishRequest,
  { MessageId, SequenceNumber }: Published,
): string {
  const region = arn.split(':')[3];
  const attributes = Object.entries(request.MessageAttributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
    name,
    { Type: DataType, Value: StringValue ?? BinaryValue },
  ]);
  return JSON.stringify({
    Type: 'Notification',
    MessageId,
    SequenceNumber,
    TopicArn: arn,
    Subject: request.Subject,
    Message: request.Message,
    Timestamp: new Date(topics.now()).toISOString(),
    ...(!isFifo && {
      SignatureVersion: '1',
      Signature: 'unsigned',
      SigningCertURL: `https://sns.${region}.amazonaws.com/unsigned.pem`,
    }),
    UnsubscribeURL: `https://sns.${region}.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=${subscription.arn}`,
    ...(attributes.length > 0 && { MessageAttributes: Object.fromEntries(attributes) }),
  });
}
