import { type Check, finding } from '#check/finding.ts';
import { heardBy, jobName, ruleOf } from '#check/naming.ts';
import type { Consumer, Permission, Relay, Kind as TargetKind } from '#graph/graph.ts';

/** Rules that may not deliver to their target, or not set aside in their dead-letter queue; topics that may not deliver to a subscriber. */
export const missingPermission: Check = ({ consumers, relays }) => [
  ...consumers.flatMap((each) => [...toTarget(each), ...toQueue(each)]),
  ...relays.flatMap(toSubscriber),
];

function toSubscriber({ from, to, by, permission }: Relay) {
  if (permission?.state !== 'missing') return [];
  return [
    finding('missing-permission', `${to} on ${from}`, {
      at: by,
      what: `Nothing lets SNS deliver what is published to ${from} to ${to}.`,
      why: 'The topic takes the event, every delivery is refused, and the subscriber never gets it.',
      remedy:
        inOnePolicy(permission) ??
        `Add an AWS::SQS::QueuePolicy that lets sns.amazonaws.com send, or of a function an AWS::Lambda::Permission for sns.amazonaws.com, with the topic's ARN as source.`,
    }),
  ];
}

function toTarget(consumer: Consumer) {
  const { kind, id } = consumer.target;
  if (consumer.permission.state !== 'missing') return [];
  return [
    finding('missing-permission', `${jobName(consumer.target)} on ${heardBy(consumer)}`, {
      at: ruleOf(consumer),
      what: `Nothing lets EventBridge deliver ${heardBy(consumer)} to ${jobName(consumer.target)}.`,
      why: 'The rule matches, every delivery is refused, and the job never runs.',
      remedy:
        inOnePolicy(consumer.permission) ??
        `Add ${GRANTS[kind] ?? 'a RoleArn to the target, whose role may act on it'} for ${id}, with the rule's ARN as source.`,
    }),
  ];
}

function toQueue(consumer: Consumer) {
  const queue = consumer.deadLetterQueue;
  if (queue?.permission.state !== 'missing') return [];
  return [
    finding('missing-permission', `dead letters of ${jobName(consumer.target)} on ${heardBy(consumer)}`, {
      at: ruleOf(consumer),
      what: `Nothing lets EventBridge send what it cannot deliver to ${jobName(consumer.target)} to the dead-letter queue ${queue.id}.`,
      why: 'An event that cannot be delivered is dropped without a trace, as if there were no queue.',
      remedy: inOnePolicy(queue.permission) ?? `Add ${GRANTS.sqs} for ${queue.id}, with the rule's ARN as source.`,
    }),
  ];
}

/** What to do where the policy that grants it is replaced by another. */
const inOnePolicy = ({ replaced }: Permission): string | undefined =>
  replaced &&
  `${replaced.policy.id} lets it, but ${replaced.by.id} takes its place: a queue or topic has one policy. Put the statements of both into one.`;

/** What grants it, for the targets that have policies of their own (EventBridge user guide: "resource-based policies"). */
const GRANTS: Partial<Record<TargetKind, string>> = {
  lambda: 'an AWS::Lambda::Permission for events.amazonaws.com',
  sqs: 'an AWS::SQS::QueuePolicy that lets events.amazonaws.com send',
  sns: 'an AWS::SNS::TopicPolicy that lets events.amazonaws.com publish',
  logs: 'an AWS::Logs::ResourcePolicy that lets events.amazonaws.com and delivery.logs.amazonaws.com write',
};
