import { type Check, finding } from '#check/finding.ts';
import { heardBy, jobName, ruleOf } from '#check/naming.ts';
import type { Consumer, Permission, Kind as TargetKind } from '#graph/graph.ts';

/** Rules that may not deliver to their target, or not set aside in their dead-letter queue. */
export const missingPermission: Check = ({ consumers }) =>
  consumers.flatMap((each) => [...toTarget(each), ...toQueue(each)]);

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
