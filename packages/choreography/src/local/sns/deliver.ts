import type { OnNotice } from '#local/notice.ts';
import type { MessageAttributes } from '#local/sqs/message.ts';
import type { Queues } from '#local/sqs/queues.ts';
import { sendMessage } from '#local/sqs/send-message.ts';
import { SqsError } from '#local/sqs/sqs-error.ts';
import type { Published, PublishRequest } from './publish.ts';
import { invalidParameter, type Subscription, type Topic, type Topics } from './topics.ts';

/** What topics deliver to. */
export interface Deliveries {
  readonly topics: Topics;
  readonly queues: Queues;
  /** Invokes a function for a topic and does not wait for it. Throws if it is not there, or does not let the topic in. */
  toFunction(functionArn: string, event: string, topicArn: string): void;
  readonly notify: OnNotice;
}

/** Gives a message to the subscriptions of a topic whose filter it passes. */
export function deliver(deliveries: Deliveries, topic: Topic, request: PublishRequest, published: Published): void {
  const { Message = '', MessageAttributes } = request;
  const isJson = request.MessageStructure === 'json';
  const messages: Record<string, unknown> & { default: string } = isJson
    ? messagesByProtocol(Message)
    : { default: Message };
  for (const subscription of topic.subscriptions.values()) {
    const own = messages[subscription.protocol];
    const body = typeof own === 'string' ? own : messages.default;
    if (subscription.filter && !subscription.filter({ body, attributes: MessageAttributes })) continue;
    const notification = notificationOf(deliveries.topics, topic, { ...request, Message: body }, published);
    if (subscription.protocol === 'lambda') toFunction(deliveries, topic, subscription, notification);
    else if (subscription.attributes.RawMessageDelivery === 'true')
      toQueue(deliveries.queues, topic, subscription, request, body, MessageAttributes);
    else toQueue(deliveries.queues, topic, subscription, request, inQueue(topic, subscription, notification), {});
  }
}

/** What each protocol is given, of a message with the structure `json`: a text by protocol, and one for all others. */
export function messagesByProtocol(message: string): Record<string, unknown> & { default: string } {
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

function toFunction(
  { queues, toFunction: invoke, notify }: Deliveries,
  topic: Topic,
  subscription: Subscription,
  notification: Notification,
): void {
  const { endpoint } = subscription;
  const event = inFunction(topic, subscription, notification);
  try {
    invoke(endpoint, event, topic.arn);
  } catch (error) {
    const dead = deadLetterQueue(queues, subscription);
    if (dead) sendMessage(dead, { MessageBody: event, MessageAttributes: {} });
    const reason = (error as Error).message;
    notify({ kind: 'subscription-failed', topic: topic.name, endpoint, reason, deadLettered: dead !== undefined });
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

type Notification = Readonly<Record<string, unknown>> & { readonly MessageAttributes: object };

/** A message with what SNS says about it; nothing is signed here. */
function notificationOf(
  topics: Topics,
  topic: Topic,
  request: PublishRequest,
  { MessageId, SequenceNumber }: Published,
): Notification {
  const attributes = Object.entries(request.MessageAttributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
    name,
    { Type: DataType, Value: StringValue ?? BinaryValue },
  ]);
  return {
    Type: 'Notification',
    MessageId,
    SequenceNumber,
    TopicArn: topic.arn,
    Subject: request.Subject,
    Message: request.Message,
    Timestamp: new Date(topics.now()).toISOString(),
    MessageAttributes: Object.fromEntries(attributes),
  };
}

/** As a queue has it ("Parsing message formats in Amazon SNS"). */
function inQueue(
  topic: Topic,
  subscription: Subscription,
  { MessageAttributes, ...notification }: Notification,
): string {
  return JSON.stringify({
    ...notification,
    ...(!topic.isFifo && {
      SignatureVersion: '1',
      Signature: 'unsigned',
      SigningCertURL: addressIn(topic, CERTIFICATE),
    }),
    UnsubscribeURL: addressIn(topic, unsubscribe(subscription)),
    ...(Object.keys(MessageAttributes).length > 0 && { MessageAttributes }),
  });
}

/** As a function has it (Lambda developer guide: "Invoking Lambda functions with Amazon SNS notifications"): addresses end in `Url`. */
function inFunction(topic: Topic, subscription: Subscription, notification: Notification): string {
  const Sns = {
    ...{ ...notification, Subject: notification.Subject ?? null },
    ...{ SignatureVersion: '1', Signature: 'unsigned', SigningCertUrl: addressIn(topic, CERTIFICATE) },
    UnsubscribeUrl: addressIn(topic, unsubscribe(subscription)),
  };
  const { arn: EventSubscriptionArn } = subscription;
  return JSON.stringify({ Records: [{ EventSource: 'aws:sns', EventVersion: '1.0', EventSubscriptionArn, Sns }] });
}

const CERTIFICATE = 'unsigned.pem';
const unsubscribe = ({ arn }: Subscription) => `?Action=Unsubscribe&SubscriptionArn=${arn}`;
const addressIn = ({ arn }: Topic, path: string) => `https://sns.${arn.split(':')[3]}.amazonaws.com/${path}`;
