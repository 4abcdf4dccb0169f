import { AwsError } from './aws-error.ts';
import type { Broker } from './events/broker.ts';
import { DeliveryError, type Destinations } from './events/deliver.ts';
import type { Functions } from './lambda/functions.ts';

/**
 * Where rules deliver to: functions, queues and other buses. A function must permit EventBridge for the rule, as on AWS;
 * what is missing cannot be mended by trying again.
 */
export function targetDestinations(
  functions: Functions,
  sendToQueue: Destinations['sendToQueue'],
  broker: () => Broker,
): Destinations {
  return {
    sendToQueue,
    async deliver(targetArn, input, rule) {
      const service = targetArn.split(':')[2];
      try {
        if (service === 'lambda') {
          if (functions.find(targetArn) && !functions.permits(targetArn, 'events.amazonaws.com', rule.arn)) {
            throw new DeliveryError(
              'NO_PERMISSIONS',
              `the function does not permit events.amazonaws.com to invoke it for ${rule.arn} (AWS::Lambda::Permission)`,
            );
          }
          functions.invokeAsync(targetArn, input);
        } else if (service === 'sqs') {
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
