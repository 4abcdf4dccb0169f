import type { Broker } from '#local/events/broker.ts';
import { DeliveryError } from '#local/events/retry.ts';
import { AwsError } from '#local/gateway/aws-error.ts';
import type { Demand } from '#local/iam/demands/demand.ts';
import { type AccountRegion, arn } from '#local/runtime/account.ts';
import type { OnOperation } from '#local/runtime/metering/operation.ts';
import { QueueError } from '#local/sqs/queue-error.ts';
import { type ScheduleRecord, type ScheduleTarget, whereaboutsOf } from './schedule.ts';

type Attributes = Record<string, { DataType: string; StringValue: string }>;
type Entries = Parameters<Broker['putEvents']>[0]['Entries'];

/** What schedules call. */
export interface SchedulerServices {
  toQueue(queueArn: string, body: string, attributes: Attributes, messageGroup?: string): Promise<void>;
  toTopic(topicArn: string, message: string): Promise<void>;
  /** Throws AWS's error for a function that is not there. */
  toFunction(functionArn: string, input: string): void;
  /** Puts events in the account and region of the schedule. */
  toBuses(entries: Entries, at: AccountRegion): ReturnType<Broker['putEvents']>;
  /** Throws AWS's refusal unless the schedule may take its role on, and that allows it. */
  authorize(schedule: ScheduleRecord, demand: Demand): void;
  readonly count: OnOperation;
  /** Throws the error of a target that is out of reach at present. */
  mustBeInReach(targetArn: string): void;
}

/** One call to a target. */
interface Call {
  readonly target: ScheduleTarget;
  readonly scheduleArn: string;
  /** Where the schedule is. */
  readonly at: AccountRegion;
  readonly input: string;
  readonly services: SchedulerServices;
  ask(action: string, resource: string, context?: Demand['context']): void;
}

/** Calls the target of a schedule, in the schedule's role. Throws a DeliveryError when it takes nothing. */
export async function handToTarget(schedule: ScheduleRecord, input: string, services: SchedulerServices) {
  const { Target: target } = schedule.properties;
  const hand = targetCallOf(target.Arn);
  if (!hand) throw new DeliveryError('InvalidTarget', whyNoTarget(target.Arn));
  services.mustBeInReach(target.Arn);
  services.count({ kind: 'schedule', schedule: schedule.name });
  try {
    await hand({
      target,
      scheduleArn: schedule.arn,
      at: whereaboutsOf(schedule),
      input,
      services,
      ask: (action, resource, context) =>
        services.authorize(schedule, { action, resource, ...(context && { context }) }),
    });
  } catch (error) {
    throw error instanceof AwsError || error instanceof QueueError
      ? new DeliveryError(error.name, error.message)
      : error;
  }
}

export const whyNoTarget = (targetArn: string): string =>
  `the local runtime's schedules cannot call ${targetArn}: they call functions, queues, topics and buses, by their ARNs or by ${Object.keys(UNIVERSAL).join(', ')} of arn:aws:scheduler:::aws-sdk`;

type TargetCall = (call: Call) => void | Promise<void>;

/** How a target is called; undefined for one that cannot be called here. */
export function targetCallOf(targetArn: string): TargetCall | undefined {
  const [, , service = '', , , ...resource] = targetArn.split(':');
  if (service === 'scheduler') return UNIVERSAL[resource.join(':').replace(/^aws-sdk:/, '')];
  return TEMPLATED[service];
}

/** "Templated targets" of the user guide. */
const TEMPLATED: Readonly<Record<string, TargetCall>> = {
  lambda: ({ target, input, services, ask }) => {
    ask('lambda:InvokeFunction', target.Arn);
    services.toFunction(target.Arn, input);
  },
  sqs: ({ target, input, services, ask }) => {
    ask('sqs:SendMessage', target.Arn);
    return services.toQueue(target.Arn, input, {}, target.SqsParameters?.MessageGroupId);
  },
  sns: ({ target, input, services, ask }) => {
    ask('sns:Publish', target.Arn);
    return services.toTopic(target.Arn, input);
  },
  events: ({ target, scheduleArn, at, input, services, ask }) => {
    const { DetailType = '', Source = '' } = target.EventBridgeParameters ?? {};
    ask('events:PutEvents', target.Arn, { 'events:source': [Source], 'events:detail-type': [DetailType] });
    const entry = { EventBusName: target.Arn, Source, DetailType, Detail: input, Resources: [scheduleArn] };
    put(services.toBuses([entry], at));
  },
};

/** "Universal targets" of the user guide: the input has the parameters of the call. */
const UNIVERSAL: Readonly<Record<string, TargetCall>> = {
  'eventbridge:putEvents': ({ at, input, services, ask }) => {
    const entries = parameters<{ Entries?: Entries }>(input).Entries ?? [];
    for (const { EventBusName = 'default', Source = '', DetailType = '' } of entries)
      ask('events:PutEvents', busArn(EventBusName, at), {
        'events:source': [Source],
        'events:detail-type': [DetailType],
      });
    put(services.toBuses(entries, at));
  },
  'sqs:sendMessage': ({ at, input, services, ask }) => {
    const { QueueUrl = '', MessageBody = '', MessageGroupId } = parameters<Record<string, string>>(input);
    const queueArn = arn('sqs', QueueUrl.slice(QueueUrl.lastIndexOf('/') + 1), at);
    ask('sqs:SendMessage', queueArn);
    return services.toQueue(queueArn, MessageBody, {}, MessageGroupId);
  },
  'sns:publish': ({ input, services, ask }) => {
    const { TopicArn = '', Message = '' } = parameters<Record<string, string>>(input);
    ask('sns:Publish', TopicArn);
    return services.toTopic(TopicArn, Message);
  },
  'lambda:invoke': ({ at, input, services, ask }) => {
    const { FunctionName = '', Payload = '{}' } = parameters<{ FunctionName?: string; Payload?: unknown }>(input);
    const functionArn = FunctionName.startsWith('arn:') ? FunctionName : arn('lambda', `function:${FunctionName}`, at);
    ask('lambda:InvokeFunction', functionArn);
    services.toFunction(functionArn, typeof Payload === 'string' ? Payload : JSON.stringify(Payload));
  },
};

/** Puts events; one that is refused is no success. */
function put({ Entries }: ReturnType<SchedulerServices['toBuses']>): void {
  for (const result of Entries)
    if ('ErrorCode' in result) throw new DeliveryError(result.ErrorCode, result.ErrorMessage);
}

function parameters<Parameters>(input: string): Parameters {
  try {
    return Object(JSON.parse(input));
  } catch {
    throw new DeliveryError('ValidationException', 'The input of a universal target must be JSON.');
  }
}

const busArn = (nameOrArn: string, at: AccountRegion): string =>
  nameOrArn.startsWith('arn:') ? nameOrArn : arn('events', `event-bus/${nameOrArn}`, at);
