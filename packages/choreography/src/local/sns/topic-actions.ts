import { AwsError } from '#local/gateway/aws-error.ts';
import type { Action } from './actions.ts';
import { listIn, mapIn, tagsIn } from './parameters.ts';
import { type Attributes, invalidParameter, type Topic, type Topics } from './topics.ts';
import { element, entries, members } from './xml.ts';

const SETTABLE = [
  ...['DisplayName', 'Policy', 'DeliveryPolicy', 'KmsMasterKeyId', 'TracingConfig', 'SignatureVersion'],
  ...['ContentBasedDeduplication', 'FifoThroughputScope', 'ArchivePolicy'],
];
const PAGE = 100;

/** The actions on topics themselves. */
export const TOPIC_ACTIONS: Readonly<Record<string, Action>> = {
  CreateTopic({ topics }, parameters) {
    const { Name: name = '' } = parameters;
    const attributes = mapIn(parameters, 'Attributes');
    const isFifo = attributes.FifoTopic === 'true';
    if (!/^[A-Za-z0-9_-]{1,256}(\.fifo)?$/.test(name) || name.length > 256) throw invalidParameter('Topic Name');
    if (isFifo && !name.endsWith('.fifo'))
      throw invalidParameter(
        'Fifo Topic names must end with .fifo and must be made up of only uppercase and lowercase ASCII letters, numbers, underscores, and hyphens, and must be between 1 and 256 characters long.',
      );
    if (name.endsWith('.fifo') && !isFifo) throw invalidParameter('Topic Name');
    const unknown = Object.keys(attributes).find((key) => key !== 'FifoTopic' && !SETTABLE.includes(key));
    if (unknown !== undefined) throw invalidParameter(`Attributes Reason: Unknown attribute ${unknown}`);
    const all = { ...(isFifo && { ContentBasedDeduplication: 'false' }), ...attributes };
    return element('TopicArn', topics.create(name, all, tagsIn(parameters)).arn);
  },
  DeleteTopic({ topics }, { TopicArn = '' }) {
    topics.delete(TopicArn);
    return '';
  },
  ListTopics({ topics }, { NextToken }) {
    const all = topics.all();
    const left = NextToken === undefined ? all : all.slice(all.findIndex(({ arn }) => arn === NextToken) + 1);
    const shown = left.slice(0, PAGE);
    const next = left.length > PAGE ? element('NextToken', shown.at(-1)?.arn) : '';
    return `<Topics>${members(shown.map(({ arn }) => element('TopicArn', arn)))}</Topics>${next}`;
  },
  GetTopicAttributes: ({ topics }, { TopicArn }) =>
    `<Attributes>${entries(attributesOf(topics.get(TopicArn)))}</Attributes>`,
  SetTopicAttributes({ topics }, { TopicArn, AttributeName = '', AttributeValue = '' }) {
    const { attributes } = topics.get(TopicArn);
    if (!SETTABLE.includes(AttributeName)) throw invalidParameter('AttributeName');
    attributes[AttributeName] = AttributeValue;
    return '';
  },
  TagResource({ topics }, parameters) {
    const { tags } = tagged(topics, parameters.ResourceArn);
    const given = tagsIn(parameters);
    for (const [key, value] of Object.entries(given)) tags.set(key, value);
    return '';
  },
  UntagResource({ topics }, parameters) {
    const { tags } = tagged(topics, parameters.ResourceArn);
    for (const key of listIn(parameters, 'TagKeys')) tags.delete(key);
    return '';
  },
  ListTagsForResource({ topics }, { ResourceArn }) {
    const { tags } = tagged(topics, ResourceArn);
    return `<Tags>${members([...tags].map(([key, value]) => element('Key', key) + element('Value', value)))}</Tags>`;
  },
};

function tagged(topics: Topics, arn = ''): Topic {
  const topic = topics.find(arn);
  if (!topic) throw new AwsError('ResourceNotFound', 'Resource does not exist', 404);
  return topic;
}

function attributesOf({ arn, attributes, subscriptions }: Topic): Attributes {
  return {
    TopicArn: arn,
    Owner: arn.split(':')[4] ?? '',
    DisplayName: '',
    SubscriptionsConfirmed: String(subscriptions.size),
    SubscriptionsPending: '0',
    SubscriptionsDeleted: '0',
    ...attributes,
  };
}
