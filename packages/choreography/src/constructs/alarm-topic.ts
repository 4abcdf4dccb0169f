import type { Construct } from 'constructs';
import { constructs, core, iam, sns } from './lazy-cdk.ts';
import { alarmTopicName, type Setting } from './setting.ts';

/** The topic of a choreography's alarms, and the address that hears of them once it has confirmed the subscription. */
export class AlarmTopic extends constructs.Construct {
  constructor(scope: Construct, setting: Setting, address: string) {
    super(scope, 'Alarms');
    const topic = new sns.Topic(this, 'Topic', { topicName: alarmTopicName(setting), enforceSSL: true });
    // The policy that demands TLS takes the place of the default one, which lets the account's alarms in.
    topic.addToResourcePolicy(
      new iam.PolicyStatement({
        principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': core.Stack.of(this).account } },
      }),
    );
    new sns.Subscription(this, 'Address', { topic, protocol: sns.SubscriptionProtocol.EMAIL, endpoint: address });
  }
}
