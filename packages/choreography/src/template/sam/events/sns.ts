import { isObject } from '#template/document/as-object.ts';
import { referredId } from '#template/sam/intrinsic.ts';
import { refuse } from '#template/sam/refusal.ts';
import { getArn, made, type Resources, withDefaults } from '#template/sam/resources.ts';
import { type EventType, eventName, type MadeOfEvent, type SamEvent } from './event.ts';
import { permissionFor } from './invoked.ts';
import { POLLING_POLICIES } from './polled.ts';

/** `SNS`: a subscription, of the function or of a queue from which it is fed, and the permission for the topic. */
export const sns: EventType = (event) => {
  const { id, target, properties } = event;
  const { Topic, SqsSubscription } = properties;
  if (SqsSubscription) return throughQueue(event, SqsSubscription);
  return {
    resources: {
      [`${id}Permission`]: permissionFor(event, 'sns.amazonaws.com', { SourceArn: Topic }),
      [id]: subscription(event, 'lambda', target.arn),
    },
  };
};

const subscription = ({ sam, properties }: SamEvent, Protocol: string, Endpoint: unknown) => {
  const { Topic, Region, FilterPolicy, FilterPolicyScope, RedrivePolicy } = properties;
  return made(sam, 'AWS::SNS::Subscription', {
    Protocol,
    Endpoint,
    TopicArn: Topic,
    Region,
    FilterPolicy,
    FilterPolicyScope,
    RedrivePolicy,
  });
};

/** The function reads the queue, which is made or is there. `Enabled` of it makes no difference. */
function throughQueue(event: SamEvent, given: unknown): MadeOfEvent {
  const { sam, id, target, properties } = event;
  const { arn, url, policyId, batchSize, resources } = given === true ? ownQueue(event) : queueThere(event, given);
  const mapping = made(sam, 'AWS::Lambda::EventSourceMapping', {
    FunctionName: target.functionName,
    EventSourceArn: arn,
    BatchSize: batchSize || 10,
    Enabled: true,
  });
  const policy = made(sam, 'AWS::SQS::QueuePolicy', {
    Queues: [url],
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Action: 'sqs:SendMessage',
          Effect: 'Allow',
          Principal: '*',
          Resource: arn,
          Condition: { ArnEquals: { 'aws:SourceArn': properties.Topic } },
        },
      ],
    },
  });
  return {
    resources: {
      [`${id}EventSourceMapping`]: mapping,
      ...resources,
      [policyId]: policy,
      [id]: subscription(event, 'sqs', arn),
    },
    managed: [POLLING_POLICIES.SQS ?? ''],
  };
}

interface Queue {
  readonly arn: unknown;
  readonly url: unknown;
  readonly policyId: string;
  readonly batchSize: unknown;
  readonly resources: Resources;
}

/** A queue of a FIFO topic is one itself. */
function ownQueue({ sam, id, properties: { Topic } }: SamEvent): Queue {
  const queue = `${id}Queue`;
  const topic = sam.template.Resources[referredId(Topic) ?? ''];
  const FifoQueue = withDefaults(sam.template, topic?.Properties?.FifoTopic) || undefined;
  return {
    arn: getArn(queue),
    url: { Ref: queue },
    policyId: `${id}QueuePolicy`,
    batchSize: undefined,
    resources: { [queue]: made(sam, 'AWS::SQS::Queue', { FifoQueue }) },
  };
}

function queueThere(event: SamEvent, given: unknown): Queue {
  if (!isObject(given)) refuse(eventName(event), "Property 'SqsSubscription' should be a map.");
  const { QueueArn, QueueUrl, QueuePolicyLogicalId, BatchSize } = given;
  if (!QueueArn || !QueueUrl) refuse(eventName(event), 'No QueueARN or QueueURL provided.');
  const policyId = QueuePolicyLogicalId ? String(QueuePolicyLogicalId) : `${event.id}QueuePolicy`;
  return { arn: QueueArn, url: QueueUrl, policyId, batchSize: BatchSize, resources: {} };
}
