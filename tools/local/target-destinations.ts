import { AwsError } from './aws-error.ts';
import type { Broker } from './events/broker.ts';
import { DeliveryError, type Destinations } from './events/deliver.ts';
import type { Demand } from './iam/demands/demand.ts';
import type { Iam } from './iam/iam.ts';
import type { Functions } from './lambda/functions.ts';

/** Who rules act as. */
const EVENTBRIDGE = 'events.amazonaws.com';

/**
 * Where rules deliver to: functions, queues and other buses. A function's or a queue's policy must let EventBridge in for
 * the rule, as on AWS; what is missing cannot be mended by trying again.
 */
export function targetDestinations(
  functions: Functions,
  sendToQueue: Destinations['sendToQueue'],
  broker: () => Broker,
  iam: Pick<Iam, 'demandOfService'>,
): Destinations {
  const askLeave = (demand: Demand, ruleArn: string) => {
    try {
      iam.demandOfService(EVENTBRIDGE, demand, ruleArn);
    } catch (error) {
      throw new DeliveryError('NO_PERMISSIONS', (error as Error).message);
    }
  };
  return {
    async sendToQueue(queueArn, body, attributes) {
      askLeave({ action: 'sqs:SendMessage', resource: queueArn }, attributes.RULE_ARN?.StringValue ?? '');
      await sendToQueue(queueArn, body, attributes);
    },
    async deliver(targetArn, input, rule) {
      const service = targetArn.split(':')[2];
      try {
        if (service === 'lambda') {
          functions.get(targetArn);
          askLeave({ action: 'lambda:InvokeFunction', resource: targetArn }, rule.arn);
          functions.invokeAsync(targetArn, input);
        } else if (service === 'sqs') {
          askLeave({ action: 'sqs:SendMessage', resource: targetArn }, rule.arn);
          await sendToQueue(targetArn, input, {});
        } else if (service === 'events') {
          broker().route(targetArn, JSON.parse(input));
        } else {
          throw new DeliveryError('NO_RESOURCE', `the local runtime has no target service "${service}"`);
        }
      } catch (error) {
        if (error instanceof AwsError) throw new DeliveryError('NO_RESOURCE', error.message);
        throw error;
      }
    },
  };
}
