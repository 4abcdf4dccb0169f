import type { ApiDestinations } from '#local/api-destinations/api-destinations.ts';
import type { Brokers } from '#local/events/brokers.ts';
import { type Delivery, DeliveryError, type Destinations } from '#local/events/deliver.ts';
import { type Event, millisecondsOf } from '#local/events/event.ts';
import { jsonPath } from '#local/events/input/json-path.ts';
import { AwsError } from '#local/gateway/aws-error.ts';
import { callerIn } from '#local/iam/caller.ts';
import type { Demand } from '#local/iam/demands/demand.ts';
import type { Iam } from '#local/iam/iam.ts';
import { type Functions, functionName } from '#local/lambda/functions.ts';
import type { Logs } from '#local/logs/logs.ts';
import type { Beside } from '#local/resources/beside/beside.ts';
import type { Sns } from '#local/sns/start-sns.ts';
import { QueueError } from '#local/sqs/queue-error.ts';
import type { SqsEverywhere } from '#local/sqs/sqs-everywhere.ts';
import { readJson } from '#pattern/json/exact-json.ts';
import { accountRegionIn } from './account.ts';
import { uuid } from './chance.ts';
import type { OnNotice } from './notice.ts';
import type { UnavailableTargets } from './unavailable-targets.ts';

/** The services behind the targets of rules. */
export interface TargetServices {
  readonly functions: Functions;
  readonly sqs: Pick<SqsEverywhere, 'has' | 'send'>;
  readonly sns: Pick<Sns, 'has' | 'publish'>;
  readonly logs: Logs;
  readonly apiDestinations: Pick<ApiDestinations, 'invoke'>;
  readonly notify: OnNotice;
  readonly iam: Pick<Iam, 'demand' | 'demandOfService'>;
  readonly unavailable: Pick<UnavailableTargets, 'ask'>;
  brokers(): Brokers;
  /** The engine beside this runtime; undefined if there is none. */
  beside(): Promise<Pick<Beside, 'startExecution'>> | undefined;
}

/**
 * Where rules deliver to: functions, queues, topics, log groups, API destinations and other buses. The policy of a function, a queue, a topic
 * or of the logs must let EventBridge in for the rule, and the role that a bus or an API destination is reached by must allow it, as on AWS; what is missing cannot be mended by trying again.
 */
export function targetDestinations(services: TargetServices): Destinations {
  return {
    async deliver(delivery) {
      const service = delivery.target.Arn.split(':')[2] ?? '';
      const hand = delivery.target.Arn.includes(':api-destination/') ? toApi : TO[service];
      if (!hand) throw new DeliveryError('NO_RESOURCE', `the local runtime has no target service "${service}"`);
      services.unavailable.ask(delivery.target.Arn);
      try {
        await hand(delivery, services);
      } catch (error) {
        throw asDeliveryError(error);
      }
    },
    async sendToQueue(queueArn, body, attributes) {
      const ruleArn = attributes.RULE_ARN?.StringValue ?? '';
      authorize(services, { action: 'sqs:SendMessage', resource: queueArn }, ruleArn);
      await services.sqs.send(queueArn, body, attributes);
    },
  };
}

type Hand = (delivery: Delivery, services: TargetServices) => void | Promise<void>;

const TO: Readonly<Record<string, Hand>> = {
  lambda: ({ target, rule, input, event }, services) => {
    services.functions.get(target.Arn);
    authorize(services, { action: 'lambda:InvokeFunction', resource: target.Arn }, rule.arn);
    services.functions.invokeAsync(target.Arn, input, {}, (ended) =>
      services.notify({ kind: 'handled', id: event.id, function: functionName(target.Arn), ...ended }),
    );
  },
  sqs: ({ target, rule, input, event }, services) => {
    // A missing queue has no policy that could refuse: the error of sending says that it is missing.
    if (services.sqs.has(target.Arn))
      authorize(services, { action: 'sqs:SendMessage', resource: target.Arn }, rule.arn);
    return services.sqs.send(target.Arn, input, {}, messageGroup(target, event));
  },
  sns: ({ target, rule, input }, services) => {
    if (services.sns.has(target.Arn)) authorize(services, { action: 'sns:Publish', resource: target.Arn }, rule.arn);
    return services.sns.publish(target.Arn, input);
  },
  logs: ({ target, rule, input, event }, services) => {
    const group = services.logs.get(groupIn(target.Arn));
    const resource = `${group.arn}:log-stream:${event.id}`;
    authorize(services, { action: 'logs:CreateLogStream', resource }, rule.arn);
    authorize(services, { action: 'logs:PutLogEvents', resource }, rule.arn);
    services.logs.write(group.name, event.id, [{ timestamp: millisecondsOf(event.time), message: input }]);
  },
  states: async ({ target, rule, input }, { beside, iam }) => {
    const demand = { action: 'states:StartExecution', resource: target.Arn };
    ifAllowed(() => iam.demand(callerIn(rule.name, String(target.RoleArn)), [demand]));
    const engine = await beside();
    if (!engine)
      throw new DeliveryError('NO_RESOURCE', 'there are no state machines without an engine beside (--beside)');
    await engine.startExecution(target.Arn, input);
  },
  // Only an event as a whole goes on to another bus; it keeps its time and its source, and its id within the region.
  events: ({ target, rule, input }, { brokers, iam }) => {
    const there = accountRegionIn(target.Arn);
    const broker = brokers().find(there);
    const bus = broker?.buses.find(target.Arn);
    if (target.RoleArn !== undefined)
      ifAllowed(() =>
        iam.demand(callerIn(rule.name, String(target.RoleArn)), [{ action: 'events:PutEvents', resource: target.Arn }]),
      );
    if (!broker || !bus) throw new DeliveryError('NO_RESOURCE', `Event bus ${target.Arn} does not exist.`);
    const event = wholeEvent(readJson(input));
    broker.route(bus.name, there.region === accountRegionIn(rule.arn).region ? event : { ...event, id: uuid() });
  },
};

/** An API destination is reached by the target's role. */
function toApi(delivery: Delivery, { apiDestinations, iam }: TargetServices): Promise<void> {
  const { Arn: resource, RoleArn } = delivery.target;
  ifAllowed(() =>
    iam.demand(callerIn(delivery.rule.name, String(RoleArn)), [{ action: 'events:InvokeApiDestination', resource }]),
  );
  return apiDestinations.invoke(delivery);
}

/** Throws a DeliveryError for what an input transformer made that is no event. */
function wholeEvent(input: unknown): Event {
  const event = Object(input) as Partial<Event>;
  if (typeof event.source === 'string' && typeof event['detail-type'] === 'string' && event.id) return event as Event;
  throw new DeliveryError(
    'INVALID_JSON',
    'what its Input, InputPath or InputTransformer makes is no event, and a bus takes whole events only',
  );
}

function authorize({ iam }: TargetServices, demand: Demand, ruleArn: string): void {
  ifAllowed(() => iam.demandOfService('events.amazonaws.com', demand, ruleArn));
}

/** What IAM refuses cannot be mended by trying again. */
function ifAllowed(ask: () => void): void {
  try {
    ask();
  } catch (error) {
    throw new DeliveryError('NO_PERMISSIONS', (error as Error).message);
  }
}

/** The message group of a queue: a constant, or what a path finds in the event. */
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

/** `/aws/events/x` in `arn:aws:logs:REGION:ACCOUNT:log-group:/aws/events/x:*`. */
const groupIn = (arn: string): string => (arn.split(':log-group:')[1] ?? '').replace(/:\*$/, '');
