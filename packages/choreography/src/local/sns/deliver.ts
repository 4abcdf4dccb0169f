import type { Demand } from '#local/iam/demands/demand.ts';
import type { OnOperation } from '#local/runtime/metering/operation.ts';
import type { OnNotice } from '#local/runtime/notice.ts';
import type { MessageAttributes } from '#local/sqs/message.ts';
import type { Queues } from '#local/sqs/queues.ts';
import { sendMessage } from '#local/sqs/send-message.ts';
import { isObject } from '#template/document/as-object.ts';
import type { Published, PublishRequest } from './publish.ts';
import { invalidParameter, type Subscription, type Topic, type Topics } from './topics.ts';

/** What topics deliver to. */
export interface Deliveries {
  readonly topics: Topics;
  readonly queues: Queues;
  /** Throws unless the policy of a queue or a function lets a topic in. */
  authorize(demand: Demand, topicArn: string): void;
  /** Invokes a function and does not wait for it. Throws if it is not there. */
  invoke(functionArn: string, event: string): void;
  readonly notify: OnNotice;
  readonly count?: OnOperation;
}

/** Gives a message to the subscriptions of a topic whose filter it passes. */
export function deliver(deliveries: Deliveries, topic: Topic, request: PublishRequest, published: Published): void {
  const { Message = '', MessageAttributes: attributes } = request;
  const isJson = request.MessageStructure === 'json';
  const messages: Record<string, unknown> & { default: string } = isJson
    ? messagesByProtocol(Message)
    : { default: Message };
  for (const subscription of topic.subscriptions.values()) {
    const own = messages[subscription.protocol];
    const body = typeof own === 'string' ? own : messages.default;
    if (subscription.filter && !subscription.filter({ body, attributes })) continue;
    const notification = notificationOf(deliveries.topics, topic, { ...request, Message: body }, published);
    const delivery: Delivery = [deliveries, topic, subscription];
    if (subscription.protocol === 'lambda') toFunction(delivery, inFunction(topic, subscription, notification));
    else if (subscription.attributes.RawMessageDelivery === 'true') toQueue(delivery, { ...request, body, attributes });
    else toQueue(delivery, { ...request, body: inQueue(topic, subscription, notification), attributes: {} });
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
  if (!isObject(messages)) throw invalidParameter('Message Structure - JSON message body failed to parse');
  if (typeof (messages as { default?: unknown }).default !== 'string')
    throw invalidParameter('Message Structure - No default entry in JSON message body');
  return messages as { default: string };
}

type Delivery = readonly [Deliveries, Topic, Subscription];
interface QueueMessage extends Pick<PublishRequest, 'MessageGroupId' | 'MessageDeduplicationId'> {
  readonly body: string;
  readonly attributes: MessageAttributes;
}

function toFunction(delivery: Delivery, event: string): void {
  const [{ authorize, invoke }, topic, { endpoint }] = delivery;
  try {
    authorize({ action: 'lambda:InvokeFunction', resource: endpoint }, topic.arn);
    invoke(endpoint, event);
  } catch (error) {
    setAside(delivery, { body: event, attributes: {} }, error as Error);
  }
}

function toQueue(delivery: Delivery, message: QueueMessage): void {
  const [deliveries, topic, { endpoint }] = delivery;
  try {
    put(deliveries, topic, endpoint, message);
  } catch (error) {
    setAside(delivery, message, error as Error);
  }
}

/** Puts what could not be delivered into the subscription's dead-letter queue, if it has one that lets the topic in. */
function setAside(
  [deliveries, topic, subscription]: Delivery,
  message: QueueMessage,
  { message: reason }: Error,
): void {
  const { endpoint, attributes } = subscription;
  let deadLettered = false;
  try {
    if (attributes.RedrivePolicy) {
      put(deliveries, topic, String(JSON.parse(attributes.RedrivePolicy).deadLetterTargetArn), message);
      deadLettered = true;
    }
  } catch {
    // It is lost.
  }
  deliveries.notify({ kind: 'subscription-failed', topic: topic.name, endpoint, reason, deadLettered });
}

/** Throws if the queue is not there, does not let the topic in, or refuses the message. */
function put(deliveries: Deliveries, topic: Topic, queueArn: string, message: QueueMessage): void {
  const queue = deliveries.queues.withArn(queueArn);
  if (!queue) throw new Error(`There is no queue ${queueArn}`);
  deliveries.authorize({ action: 'sqs:SendMessage', resource: queueArn }, topic.arn);
  const { body, attributes, MessageGroupId, MessageDeduplicationId } = message;
  // A standard topic hands a message group on to standard queues, a FIFO topic to FIFO queues.
  const group = queue.isFifo === topic.isFifo ? MessageGroupId : undefined;
  sendMessage(queue, {
    MessageBody: body,
    MessageAttributes: attributes,
    ...(group !== undefined && { MessageGroupId: group }),
    ...(queue.isFifo && MessageDeduplicationId !== undefined && { MessageDeduplicationId }),
  });
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
  { MessageAttributes: attributes, ...notification }: Notification,
): string {
  return JSON.stringify({
    ...notification,
    ...(!topic.isFifo && {
      SignatureVersion: '1',
      Signature: 'unsigned',
      SigningCertURL: addressIn(topic, CERTIFICATE),
    }),
    UnsubscribeURL: addressIn(topic, unsubscribe(subscription)),
    ...(Object.keys(attributes).length > 0 && { MessageAttributes: attributes }),
  });
}

/** As a function has it (Lambda developer guide: "Invoking Lambda functions with Amazon SNS notifications"): addresses end in `Url`. */
function inFunction(topic: Topic, subscription: Subscription, notification: Notification): string {
  const Sns = {
    ...notification,
    Subject: notification.Subject ?? null,
    SignatureVersion: '1',
    Signature: 'unsigned',
    SigningCertUrl: addressIn(topic, CERTIFICATE),
    UnsubscribeUrl: addressIn(topic, unsubscribe(subscription)),
  };
  const { arn: EventSubscriptionArn } = subscription;
  return JSON.stringify({ Records: [{ EventSource: 'aws:sns', EventVersion: '1.0', EventSubscriptionArn, Sns }] });
}

const CERTIFICATE = 'unsigned.pem';
const unsubscribe = ({ arn }: Subscription) => `?Action=Unsubscribe&SubscriptionArn=${arn}`;
const addressIn = ({ arn }: Topic, path: string) => `https://sns.${arn.split(':')[3]}.amazonaws.com/${path}`;
