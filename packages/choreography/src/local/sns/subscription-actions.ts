import { AwsError } from '#local/gateway/aws-error.ts';
import type { Action } from './actions.ts';
import { FilterPolicyError, filterPolicy } from './filter-policy.ts';
import { mapIn } from './parameters.ts';
import { type Attributes, invalidParameter, type Subscription, type Topic } from './topics.ts';
import { element, entries, members } from './xml.ts';

const SETTABLE = ['FilterPolicy', 'FilterPolicyScope', 'RawMessageDelivery', 'RedrivePolicy', 'DeliveryPolicy'];
const PAGE = 100;

/** The actions on subscriptions: of queues and functions, for nothing else is delivered to here. */
export const SUBSCRIPTION_ACTIONS: Readonly<Record<string, Action>> = {
  Subscribe({ topics }, parameters) {
    const topic = topics.get(parameters.TopicArn);
    const { Protocol: protocol = '', Endpoint: endpoint = '' } = parameters;
    checkEndpoint(protocol, endpoint, topic);
    const given = mapIn(parameters, 'Attributes');
    const filter = checked(given, given, { topic, protocol }, 'Attributes Reason: ');
    const subscription = topics.subscribe(topic, protocol, endpoint, given);
    subscription.filter = filter;
    return element('SubscriptionArn', subscription.arn);
  },
  Unsubscribe({ topics }, { SubscriptionArn = '' }) {
    const subscription = topics.subscription(SubscriptionArn);
    if (subscription) topics.find(subscription.topicArn)?.subscriptions.delete(subscription.arn);
    return '';
  },
  ConfirmSubscription({ topics }, { TopicArn, Token }) {
    topics.get(TopicArn);
    throw invalidParameter(Token ? 'Token' : 'Token Reason: no value for required parameter');
  },
  GetSubscriptionAttributes({ topics }, { SubscriptionArn = '' }) {
    const subscription = found(topics.subscription(SubscriptionArn));
    return `<Attributes>${entries(attributesOf(subscription))}</Attributes>`;
  },
  SetSubscriptionAttributes({ topics }, { SubscriptionArn = '', AttributeName = '', AttributeValue = '' }) {
    const subscription = found(topics.subscription(SubscriptionArn));
    if (!SETTABLE.includes(AttributeName)) throw invalidParameter('AttributeName');
    const { attributes } = subscription;
    const given = { [AttributeName]: AttributeValue };
    const { protocol, topicArn } = subscription;
    subscription.filter = checked(given, { ...attributes, ...given }, { topic: topics.get(topicArn), protocol }, '');
    if (AttributeValue === '') delete attributes[AttributeName];
    else attributes[AttributeName] = AttributeValue;
    return '';
  },
  ListSubscriptions: ({ topics }, { NextToken }) =>
    page(
      topics.all().flatMap(({ subscriptions }) => [...subscriptions.values()]),
      NextToken,
    ),
  ListSubscriptionsByTopic: ({ topics }, { TopicArn, NextToken }) =>
    page([...topics.get(TopicArn).subscriptions.values()], NextToken),
};

function checkEndpoint(protocol: string, endpoint: string, topic: Topic): void {
  if (protocol !== 'sqs' && protocol !== 'lambda')
    throw invalidParameter(
      `Protocol Reason: a topic delivers only to queues and functions here, and not by the protocol ${protocol}`,
    );
  if (protocol === 'lambda') {
    if (!/^arn:[^:]+:lambda:[^:]+:\d{12}:function:[^:]+(:[^:]+)?$/.test(endpoint))
      throw invalidParameter('Lambda endpoint ARN');
    if (topic.isFifo)
      throw invalidParameter(
        'Invalid parameter: Endpoint Reason: Please use FIFO SQS queue: a FIFO topic does not deliver to functions',
      );
    return;
  }
  if (!/^arn:[^:]+:sqs:[^:]+:\d{12}:[^:]+$/.test(endpoint)) throw invalidParameter('SQS endpoint ARN');
  if (endpoint.endsWith('.fifo') && !topic.isFifo)
    throw invalidParameter(
      'Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics',
    );
}

function found(subscription: Subscription | undefined): Subscription {
  if (!subscription) throw new AwsError('NotFound', 'Subscription does not exist', 404);
  return subscription;
}

/** What a subscription's attributes are judged by. */
interface Of {
  readonly topic: Topic;
  readonly protocol: string;
}

/**
 * Refuses attributes that a subscription cannot have.
 *
 * @param given what is set, `all` what it has then
 * @param place what SNS says before the name of an attribute
 * @returns the filter of its messages
 */
function checked(given: Attributes, all: Attributes, of: Of, place: string): Subscription['filter'] {
  for (const [name, value] of Object.entries(given)) checkAttribute(name, value, of, place);
  if (!all.FilterPolicy || all.FilterPolicy === '{}') return undefined;
  try {
    return filterPolicy(all.FilterPolicy, all.FilterPolicyScope);
  } catch (error) {
    if (!(error instanceof FilterPolicyError)) throw error;
    const isOfScope = error.message.startsWith('Filter policy scope');
    throw invalidParameter(isOfScope ? error.message : `${place}FilterPolicy: ${error.message}`);
  }
}

function checkAttribute(name: string, value: string, { topic, protocol }: Of, place: string): void {
  if (!SETTABLE.includes(name)) throw invalidParameter(`${place}Unknown attribute ${name}`);
  if (name === 'RawMessageDelivery' && !/^(true|false)$/i.test(value))
    throw invalidParameter(`${place}RawMessageDelivery: Invalid value [${value}]. Must be true or false.`);
  if (name === 'RawMessageDelivery' && protocol === 'lambda' && /^true$/i.test(value))
    throw invalidParameter(`${place}Delivery protocol [${protocol}] does not support raw message delivery.`);
  if (name === 'FilterPolicyScope' && value !== 'MessageBody' && value !== 'MessageAttributes')
    throw invalidParameter(
      `${place}FilterPolicyScope: Invalid value [${value}]. Please use either MessageBody or MessageAttributes`,
    );
  if (name !== 'RedrivePolicy' || value === '') return;
  let target: unknown;
  try {
    target = JSON.parse(value).deadLetterTargetArn;
  } catch {
    throw invalidParameter(`${place}RedrivePolicy: failed to parse JSON.`);
  }
  if (!/^arn:[^:]+:sqs:[^:]+:\d{12}:[^:]+$/.test(String(target)))
    throw invalidParameter(`${place}RedrivePolicy: deadLetterTargetArn is an invalid arn`);
  if (topic.isFifo && !String(target).endsWith('.fifo'))
    throw invalidParameter(
      `${place}RedrivePolicy: must use a FIFO queue as DLQ for a FIFO Subscription to a FIFO Topic.`,
    );
}

function attributesOf({ arn, topicArn, protocol, endpoint, attributes }: Subscription): Attributes {
  const account = topicArn.split(':')[4] ?? '';
  return {
    SubscriptionArn: arn,
    TopicArn: topicArn,
    Protocol: protocol,
    Endpoint: endpoint,
    Owner: account,
    ConfirmationWasAuthenticated: 'true',
    PendingConfirmation: 'false',
    SubscriptionPrincipal: `arn:aws:iam::${account}:root`,
    RawMessageDelivery: 'false',
    ...(attributes.FilterPolicy && { FilterPolicyScope: 'MessageAttributes' }),
    ...attributes,
  };
}

function page(all: readonly Subscription[], token: string | undefined): string {
  const left = token === undefined ? all : all.slice(all.findIndex(({ arn }) => arn === token) + 1);
  const shown = left.slice(0, PAGE);
  const told = shown.map(
    ({ arn, topicArn, protocol, endpoint }) =>
      element('SubscriptionArn', arn) +
      element('Owner', topicArn.split(':')[4]) +
      element('Protocol', protocol) +
      element('Endpoint', endpoint) +
      element('TopicArn', topicArn),
  );
  const next = left.length > PAGE ? element('NextToken', shown.at(-1)?.arn) : '';
  return `<Subscriptions>${members(told)}</Subscriptions>${next}`;
}
