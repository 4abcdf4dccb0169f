import { AwsError, validationError } from '../aws-error.ts';
import type { Broker } from './broker.ts';
import type { Bus, Rule, Target } from './buses.ts';
import { compilePattern } from './pattern/compile-pattern.ts';
import { InvalidEventPatternError } from './pattern/invalid-event-pattern-error.ts';

type Input = Record<string, unknown> & { Name?: string; Rule?: string; EventBusName?: string };
type Action = (input: Input, broker: Broker) => object;

/** The actions of EventBridge's API that the runtime answers, by name (EventBridge API reference). */
export const EVENTS_ACTIONS: Readonly<Record<string, Action>> = {
  PutEvents: (input, broker) => broker.putEvents(input as Parameters<Broker['putEvents']>[0]),

  ListEventBuses: (_, { buses }) => ({ EventBuses: buses.all().map(describeBus) }),
  DescribeEventBus: ({ Name }, { buses }) => describeBus(buses.get(Name)),
  CreateEventBus: ({ Name }, { buses }) => ({ EventBusArn: buses.create(required(Name, 'Name')).arn }),

  ListRules: ({ EventBusName, NamePrefix = '' }, { buses }) => ({
    Rules: [...buses.get(EventBusName).rules.values()]
      .filter(({ name }) => name.startsWith(String(NamePrefix)))
      .map(describeRule),
  }),
  DescribeRule: ({ Name, EventBusName }, { buses }) => describeRule(buses.rule(required(Name, 'Name'), EventBusName)),
  PutRule: ({ Name, EventBusName, EventPattern, ScheduleExpression, Description, State }, { buses }) => {
    if (EventPattern === undefined && ScheduleExpression === undefined) {
      throw validationError('Parameter(s) EventPattern or ScheduleExpression must be specified.');
    }
    if (ScheduleExpression !== undefined)
      throw new AwsError(
        'UnsupportedOperationException',
        'The local runtime runs the schedules of templates, not those of PutRule.',
      );
    const rule = buses.putRule({
      name: required(Name, 'Name'),
      enabled: State !== 'DISABLED',
      ...(EventBusName !== undefined && { bus: EventBusName }),
      ...(EventPattern !== undefined && { pattern: String(EventPattern) }),
      ...(Description !== undefined && { description: String(Description) }),
    });
    return { RuleArn: rule.arn };
  },
  DeleteRule: ({ Name, EventBusName }, { buses }) => {
    const bus = buses.get(EventBusName);
    if (bus.rules.get(required(Name, 'Name'))?.targets.size)
      throw validationError("Rule can't be deleted since it has targets.");
    bus.remove(String(Name));
    return {};
  },
  EnableRule: ({ Name, EventBusName }, { buses }) => {
    buses.rule(required(Name, 'Name'), EventBusName).enabled = true;
    return {};
  },
  DisableRule: ({ Name, EventBusName }, { buses }) => {
    buses.rule(required(Name, 'Name'), EventBusName).enabled = false;
    return {};
  },

  ListTargetsByRule: ({ Rule, EventBusName }, { buses }) => ({
    Targets: [...buses.rule(required(Rule, 'Rule'), EventBusName).targets.values()],
  }),
  PutTargets: ({ Rule, EventBusName, Targets }, { buses }) => {
    const { targets } = buses.rule(required(Rule, 'Rule'), EventBusName);
    for (const target of (Targets ?? []) as Target[]) targets.set(target.Id, supported(target));
    return { FailedEntryCount: 0, FailedEntries: [] };
  },
  RemoveTargets: ({ Rule, EventBusName, Ids }, { buses }) => {
    const { targets } = buses.rule(required(Rule, 'Rule'), EventBusName);
    for (const id of (Ids ?? []) as string[]) targets.delete(id);
    return { FailedEntryCount: 0, FailedEntries: [] };
  },

  TestEventPattern: ({ EventPattern, Event }) => {
    try {
      return { Result: compilePattern(String(EventPattern))(JSON.parse(String(Event))) };
    } catch (error) {
      if (error instanceof InvalidEventPatternError) throw new AwsError('InvalidEventPatternException', error.message);
      throw validationError('Parameter Event is not valid.');
    }
  },
};

const describeBus = ({ name, arn }: Bus) => ({ Name: name, Arn: arn });

const describeRule = (rule: Rule) => ({
  Name: rule.name,
  Arn: rule.arn,
  EventBusName: rule.bus,
  EventPattern: rule.pattern,
  ScheduleExpression: rule.schedule,
  Description: rule.description,
  State: rule.enabled ? 'ENABLED' : 'DISABLED',
});

const HONOURED = new Set(['Id', 'Arn', 'Input', 'InputPath', 'DeadLetterConfig', 'RetryPolicy', 'RoleArn']);

/** A target whose every property the runtime honours. */
function supported(target: Target): Target {
  const unknown = Object.keys(target).find((property) => !HONOURED.has(property));
  if (unknown)
    throw new AwsError(
      'UnsupportedOperationException',
      `The local runtime does not honour ${unknown} of target ${target.Id}.`,
    );
  return target;
}

function required(value: unknown, name: string): string {
  if (typeof value === 'string' && value !== '') return value;
  throw validationError(
    `1 validation error detected: Value null at '${name.toLowerCase()}' failed to satisfy constraint: Member must not be null`,
  );
}
