import { arn } from '#local/runtime/account.ts';
import { physicalName, type Resource, type ResourceType, type Services } from './resource-type.ts';

const ATTRIBUTES = ['DisplayName', 'FifoTopic', 'ContentBasedDeduplication'];

const whyNoProtocol = (protocol: unknown): string | undefined =>
  protocol === 'sqs' || protocol === 'lambda'
    ? undefined
    : `a topic delivers only to queues and functions here: the protocol "${protocol}" is not supported`;

const topic: ResourceType = {
  honours: ['TopicName', ...ATTRIBUTES, 'Subscription'],
  withoutEffect: {
    KmsMasterKeyId: 'Nothing is kept at rest: topics live in memory.',
    Tags: 'Tags say nothing that the runtime acts on.',
    TracingConfig: 'There is no X-Ray here; the monitor shows the trace of an instance.',
    SignatureVersion: 'What a topic says is not signed here.',
  },
  cannot: ({ properties: { Subscription = [] } }) =>
    (Subscription as { Protocol?: unknown }[]).flatMap(({ Protocol }, at) => {
      const why = whyNoProtocol(Protocol);
      return why === undefined ? [] : [{ property: `Subscription.${at}`, why }];
    }),
  identify: (resource) => {
    const name = topicName(resource);
    const topicArn = arn('sns', name);
    return { ref: topicArn, attributes: { TopicArn: topicArn, TopicName: name } };
  },
  create: async (resource, { ref }, { sns }) => {
    const given = ATTRIBUTES.filter((name) => resource.properties[name] !== undefined);
    await sns.call('CreateTopic', {
      Name: topicName(resource),
      ...entries(given.map((name) => [name, String(resource.properties[name])])),
    });
    const { Subscription = [] } = resource.properties as { Subscription?: { Protocol: string; Endpoint: string }[] };
    for (const { Protocol, Endpoint } of Subscription) await subscribe({ sns }, ref, Protocol, Endpoint, []);
  },
};

/** The name of a FIFO topic ends so, and is made so. */
function topicName(resource: Resource): string {
  const name = physicalName(resource, 'TopicName');
  return resource.properties.FifoTopic && !name.endsWith('.fifo') ? `${name}.fifo` : name;
}

const SUBSCRIPTION = ['FilterPolicy', 'FilterPolicyScope', 'RawMessageDelivery', 'RedrivePolicy'];

const subscription: ResourceType = {
  honours: ['TopicArn', 'Protocol', 'Endpoint', ...SUBSCRIPTION],
  withoutEffect: { Region: 'There is one region of topics here.' },
  cannot: ({ properties: { Protocol } }) => {
    const why = whyNoProtocol(Protocol);
    return why === undefined ? [] : [{ why }];
  },
  identify: (resource) => ({ ref: `${String(resource.properties.TopicArn)}:${resource.logicalId}` }),
  create: async ({ properties }, _, services) => {
    const given = SUBSCRIPTION.filter((name) => properties[name] !== undefined).map((name): [string, string] => [
      name,
      typeof properties[name] === 'object' ? JSON.stringify(properties[name]) : String(properties[name]),
    ]);
    await subscribe(
      services,
      String(properties.TopicArn),
      String(properties.Protocol),
      String(properties.Endpoint),
      given,
    );
  },
};

async function subscribe(
  { sns }: Pick<Services, 'sns'>,
  topicArn: string,
  protocol: string,
  endpoint: string,
  attributes: [string, string][],
): Promise<void> {
  await sns.call('Subscribe', {
    TopicArn: topicArn,
    Protocol: protocol,
    Endpoint: endpoint,
    ...entries(attributes),
  });
}

/** Attributes as the query protocol has them. */
const entries = (attributes: readonly (readonly [string, string])[]): Record<string, string> =>
  Object.fromEntries(
    attributes.flatMap(([name, value], index) => [
      [`Attributes.entry.${index + 1}.key`, name],
      [`Attributes.entry.${index + 1}.value`, value],
    ]),
  );

const topicPolicy: ResourceType = {
  honours: ['PolicyDocument', 'Topics'],
  identify: (resource) => ({ ref: `${resource.stack}-${resource.logicalId}` }),
  replaces: true,
  create: async ({ properties: { PolicyDocument, Topics } }, _, { sns }) => {
    const policy = { AttributeName: 'Policy', AttributeValue: JSON.stringify(PolicyDocument) };
    for (const TopicArn of Topics as string[]) await sns.call('SetTopicAttributes', { TopicArn, ...policy });
  },
};

export const SNS_TYPES: Readonly<Record<string, ResourceType>> = {
  'AWS::SNS::Topic': topic,
  'AWS::SNS::Subscription': subscription,
  'AWS::SNS::TopicPolicy': topicPolicy,
};
