import { GetTopicAttributesCommand, ListSubscriptionsCommand, ListTopicsCommand } from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand, ListQueuesCommand } from '@aws-sdk/client-sqs';
import { eachOf } from '#cli/aws/requests.ts';
import { type AccountClients, everyPage } from './account-clients.ts';
import { asJsonOr, type Found } from './found.ts';

/** Queues with their policies. */
export async function readQueues({ sqs }: AccountClients): Promise<Found[]> {
  const urls = await everyPage(
    (NextToken) => sqs.send(new ListQueuesCommand({ NextToken, MaxResults: 1000 })),
    ({ QueueUrls }) => QueueUrls,
    ({ NextToken }) => NextToken,
  );
  const queues = await eachOf(urls, async (QueueUrl): Promise<Found[]> => {
    const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
    const name = QueueUrl.slice(QueueUrl.lastIndexOf('/') + 1);
    const properties = {
      QueueName: name,
      FifoQueue: Attributes.FifoQueue === 'true' ? true : undefined,
      RedrivePolicy: asJsonOr(Attributes.RedrivePolicy),
      MessageRetentionPeriod: Number(Attributes.MessageRetentionPeriod) || undefined,
    };
    const queue: Found = { type: 'AWS::SQS::Queue', name, physical: [QueueUrl, name, Attributes.QueueArn], properties };
    return [queue, ...policyOf(queue, 'AWS::SQS::QueuePolicy', 'Queues', Attributes.Policy)];
  });
  return queues.flat();
}

/** Topics with their policies, and who subscribed to them. */
export async function readTopics({ sns }: AccountClients): Promise<Found[]> {
  const arns = await everyPage(
    (NextToken) => sns.send(new ListTopicsCommand({ NextToken })),
    ({ Topics }) => Topics?.map(({ TopicArn = '' }) => TopicArn),
    ({ NextToken }) => NextToken,
  );
  const topics = await eachOf(arns, async (TopicArn): Promise<Found[]> => {
    const { Attributes = {} } = await sns.send(new GetTopicAttributesCommand({ TopicArn }));
    const name = TopicArn.slice(TopicArn.lastIndexOf(':') + 1);
    const topic: Found = { type: 'AWS::SNS::Topic', name, physical: [TopicArn, name], properties: { TopicName: name } };
    return [topic, ...policyOf(topic, 'AWS::SNS::TopicPolicy', 'Topics', Attributes.Policy)];
  });
  const subscriptions = await everyPage(
    (NextToken) => sns.send(new ListSubscriptionsCommand({ NextToken })),
    (page) => page.Subscriptions,
    ({ NextToken }) => NextToken,
  );
  return [
    ...topics.flat(),
    ...subscriptions.map(({ SubscriptionArn = '', TopicArn, Protocol, Endpoint }): Found => {
      const properties = { TopicArn, Protocol, Endpoint };
      return {
        type: 'AWS::SNS::Subscription',
        name: `subscription ${SubscriptionArn}`,
        physical: [SubscriptionArn],
        properties,
      };
    }),
  ];
}

const policyOf = (of: Found, type: string, property: string, text: string | undefined): Found[] =>
  text
    ? [
        {
          type,
          name: `${of.name} policy`,
          physical: [],
          properties: { PolicyDocument: asJsonOr(text) },
          of: { property, found: of },
        },
      ]
    : [];
