import { AwsError } from './aws-error.ts';
import type { Broker } from './events/broker.ts';
import { type Delivery, DeliveryError, type Destinations } from './events/deliver.ts';
import type { Event } from './events/event.ts';
import { jsonPath } from './events/input/json-path.ts';
import type { Functions } from './lambda/functions.ts';
import type { Logs } from './logs/logs.ts';
import type { Sns } from './sns/start-sns.ts';
import { QueueError } from './sqs/queue-error.ts';
import type { Sqs } from './sqs/start-sqs.ts';

/** The services behind the targets of rules. */
export interface TargetServices {
  readonly functions: Functions;
  readonly sqs: Pick<Sqs, 'send'>;
  readonly sns: Pick<Sns, 'publish'>;
  readonly logs: Logs;
  broker(): Broker;
}

/**
 * Where rules deliver to: functions, queues, topics, log groups and other buses. A function must permit EventBridge for the
 * rule, as on AWS; what is missing cannot be mended by trying again.
 */
export function targetDestinations(services: TargetServices): Destinations {
  return {
    async deliver(delivery) {
      const service = delivery.target.Arn.split(':')[2] ?? '';
      const hand = TO[service];
      if (!hand) throw new DeliveryError('NO_RESOURCE', `the local runtime has no target service "${service}"`);
      try {
        await hand(delivery, services);
      } catch (error) {
        throw asDeliveryError(error);
      }
    },
    async sendToQueue(queueArn, body, attributes) {
      await services.sqs.send(nameIn(queueArn), body, attributes);
    },
  };
}

type Hand = (delivery: Delivery, services: TargetServices) => void | Promise<void>;

const TO: Readonly<Record<string, Hand>> = {
  lambda: ({ target, rule, input }, { functions }) => {
    if (functions.find(target.Arn) && !functions.permits(target.Arn, 'events.amazonaws.com', rule.arn)) {
      throw new DeliveryError(
        'NO_PERMISSIONS',
        `the function does not permit events.amazonaws.com to invoke it for ${rule.arn} (AWS::Lambda::Permission)`,
      );
    }
    functions.invokeAsync(target.Arn, input);
  },
  sqs: ({ target, input, event }, { sqs }) => sqs.send(nameIn(target.Arn), input, {}, messageGroup(target, event)),
  sns: ({ target, input }, { sns }) => sns.publish(target.Arn, input),
  logs: ({ target, input, event }, { logs }) =>
    logs.write(groupIn(target.Arn), event.id, [{ timestamp: Date.parse(event.time), message: input }]),
  // Only an event as a whole goes on to another bus; it keeps its id, its time and its source.
  events: ({ target, input }, { broker }) => broker().route(target.Arn, JSON.parse(input)),
};

/** The message group of a FIFO queue: a constant, or what a path finds in the event. */
function messageGroup({ SqsParameters }: Delivery['target'], event: Event): string | undefined {
  const group = SqsParameters?.MessageGroupId;
  if (!group?.startsWith('$')) return group;
  const found = jsonPath(group)?.(event);
  return found === undefined ? undefined : String(found);
}

function asDeliveryError(error: unknown): unknown {
  if (error instanceof AwsError) return new DeliveryError('NO_RESOURCE', error.message);
  if (error instanceof QueueError)
    return new DeliveryError(error.missing ? 'NO_RESOURCE' : 'INVALID_PARAMETER', error.message);
  return error;
}

const nameIn = (arn: string): string => arn.slice(arn.lastIndexOf(':') + 1);

/** `/aws/events/x` in `arn:aws:logs:REGION:ACCOUNT:log-group:/aws/events/x:*`. */
const groupIn = (arn: string): string => (arn.split(':log-group:')[1] ?? '').replace(/:\*$/, '');
