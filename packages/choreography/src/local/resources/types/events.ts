import { putTargets, whyNoTarget } from '#local/events/api/targets.ts';
import type { Statement } from '#local/events/bus.ts';
import { normalizeStatements, type Permission, statementOf, withStatement } from '#local/events/bus-policy.ts';
import { busNameOf } from '#local/events/buses.ts';
import type { RuleState, Target } from '#local/events/rule.ts';
import { arn } from '#local/runtime/account.ts';
import { whyInvalid } from '#pattern/parse-pattern.ts';
import { InputError } from '#template/input-error.ts';
import { physicalName, type Resource, type ResourceType } from './resource-type.ts';

const TAGS = { Tags: 'Tags say nothing that the runtime acts on.' };

const busName = (bus: unknown): string => (typeof bus === 'string' ? busNameOf(bus) : 'default');

const eventBus: ResourceType = {
  honours: ['Name', 'Description', 'Policy'],
  withoutEffect: {
    ...TAGS,
    KmsKeyIdentifier: 'Nothing is encrypted at rest in memory.',
    DeadLetterConfig: 'Only what cannot be decrypted ends there, and nothing is encrypted.',
    LogConfig: 'The terminal shows what happens to each event.',
  },
  identify: (resource) => {
    const name = physicalName(resource, 'Name');
    return { ref: name, attributes: { Name: name, Arn: arn('events', `event-bus/${name}`) } };
  },
  create: ({ properties: { Description, Policy } }, { ref }, { broker }) => {
    const bus = broker.buses.create(ref, Description === undefined ? {} : { Description: String(Description) });
    const { Statement: statements = [] } = (Policy ?? {}) as { Statement?: Statement[] };
    bus.policy = normalizeStatements([statements].flat());
  },
};

const eventBusPolicy: ResourceType = {
  honours: ['EventBusName', 'StatementId', 'Statement', 'Action', 'Principal', 'Condition'],
  identify: (resource) => ({ ref: `${resource.stack}-${resource.logicalId}` }),
  replaces: true,
  create: ({ properties }, _, { broker }) => {
    const { EventBusName, StatementId, Statement: whole, ...given } = properties;
    const bus = broker.buses.get(busName(EventBusName));
    const sid = String(StatementId);
    const [statement] = whole
      ? normalizeStatements([{ ...(whole as object), Sid: sid }])
      : [statementOf({ ...given, StatementId: sid } as Permission, bus.arn)];
    if (statement) bus.policy = withStatement(bus.policy, statement);
  },
};

const ruleName = (resource: Resource): { name: string; bus: string } => ({
  name: physicalName(resource, 'Name'),
  bus: busName(resource.properties.EventBusName),
});

const rule: ResourceType = {
  honours: [
    ...['Name', 'Description', 'EventBusName', 'EventPattern', 'State', 'ScheduleExpression', 'RoleArn'],
    ...[
      ...['Id', 'Arn', 'RoleArn', 'Input', 'InputPath', 'InputTransformer'],
      ...['SqsParameters', 'HttpParameters', 'RetryPolicy', 'DeadLetterConfig'],
    ].map((property) => `Targets.*.${property}`),
  ],
  withoutEffect: TAGS,
  cannot: ({ properties: { Targets = [] } }, refsOf) =>
    (Targets as Target[]).flatMap(({ Arn }, at) => {
      const isBeside = refsOf('AWS::StepFunctions::StateMachine').includes(Arn);
      const why = String(Arn).startsWith('arn:') && !isBeside ? whyNoTarget(String(Arn)) : undefined;
      return why === undefined ? [] : [{ property: `Targets.${at}`, why: `rules do not deliver to ${why}` }];
    }),
  identify: (resource) => {
    const { name, bus } = ruleName(resource);
    const path = bus === 'default' ? name : `${bus}/${name}`;
    return { ref: bus === 'default' ? name : `${bus}|${name}`, attributes: { Arn: arn('events', `rule/${path}`) } };
  },
  create: (resource, _, { broker }) => {
    const { EventPattern, ScheduleExpression, State, Description, RoleArn, Targets = [] } = resource.properties;
    const made = broker.putRule({
      ...ruleName(resource),
      ...(State !== undefined && { state: State as RuleState }),
      ...(EventPattern !== undefined && { pattern: validPattern(EventPattern) }),
      ...(ScheduleExpression !== undefined && { schedule: String(ScheduleExpression) }),
      ...(Description !== undefined && { description: String(Description) }),
      ...(RoleArn !== undefined && { roleArn: String(RoleArn) }),
    });
    made.targets.clear();
    putTargets(made, (Targets as Target[]).map(withNumbers), ['states']);
  },
  replaces: true,
  remove: (resource, _, { broker }) => {
    const { name, bus } = ruleName(resource);
    const found = broker.buses.find(bus)?.rules.get(name);
    if (found) broker.deleteRule(found);
  },
};

/** The pattern's text, if EventBridge would take it; else an InputError with the key and the reason. */
function validPattern(pattern: unknown): string {
  const wrong = whyInvalid(pattern);
  if (!wrong) return JSON.stringify(pattern);
  throw new InputError(
    `Event pattern is not valid: ${wrong.key === '' ? 'it' : `its key "${wrong.key}"`} is refused by EventBridge: ${wrong.reason.replace(/\.$/, '')}`,
  );
}

/** CloudFormation takes numbers as text, too. */
function withNumbers(target: Target): Target {
  if (!target.RetryPolicy) return target;
  const policy = Object.fromEntries(Object.entries(target.RetryPolicy).map(([name, value]) => [name, Number(value)]));
  return { ...target, RetryPolicy: policy };
}

const archive: ResourceType = {
  honours: ['ArchiveName', 'SourceArn', 'Description', 'EventPattern', 'RetentionDays'],
  withoutEffect: { KmsKeyIdentifier: 'The events are in a file of this run alone, and go with it.' },
  identify: (resource) => {
    const name = physicalName(resource, 'ArchiveName');
    return { ref: name, attributes: { ArchiveName: name, Arn: arn('events', `archive/${name}`) } };
  },
  create: ({ properties: { SourceArn, Description, EventPattern, RetentionDays } }, { ref }, { broker }) => {
    broker.archives.create(ref, String(SourceArn), {
      ...(Description !== undefined && { description: String(Description) }),
      ...(EventPattern !== undefined && { pattern: validPattern(EventPattern) }),
      ...(RetentionDays !== undefined && { retentionDays: Number(RetentionDays) }),
    });
  },
};

export const EVENTS_TYPES: Readonly<Record<string, ResourceType>> = {
  'AWS::Events::EventBus': eventBus,
  'AWS::Events::EventBusPolicy': eventBusPolicy,
  'AWS::Events::Rule': rule,
  'AWS::Events::Archive': archive,
};
