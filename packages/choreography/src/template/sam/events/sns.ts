import { made } from '#template/sam/resources.ts';
import type { EventType } from './event.ts';

/** `SNS`: a subscription, and the permission for the topic. */
export const sns: EventType = ({ sam, target, id, properties: { Topic, FilterPolicy, RedrivePolicy } }) => ({
  [id]: made(sam, 'AWS::SNS::Subscription', {
    Protocol: 'lambda',
    Endpoint: target.arn,
    TopicArn: Topic,
    FilterPolicy,
    RedrivePolicy,
  }),
  [`${id}Permission`]: made(sam, 'AWS::Lambda::Permission', {
    Action: 'lambda:InvokeFunction',
    FunctionName: { Ref: target.id },
    Principal: 'sns.amazonaws.com',
    SourceArn: Topic,
  }),
});
