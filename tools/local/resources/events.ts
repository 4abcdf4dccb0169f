import { arn } from '../account.ts';
import { AwsError } from '../aws-error.ts';
import type { Target } from '../events/buses.ts';
import { millisecondsOf } from '../events/schedule.ts';
import { physicalName, type Resource, type ResourceType } from './resource-type.ts';

const TAGS = { Tags: 'Tags say nothing that the runtime acts on.' };

const busName = (bus: unknown): string => {
  const text = typeof bus === 'string' ? bus : 'default';
  return text.startsWith('arn:') ? text.slice(text.indexOf('/') + 1) : text;
};

const eventBus: ResourceType = {
  honours: ['Name', 'Description'],
  withoutEffect: { ...TAGS, KmsKeyIdentifier: 'Nothing is encrypted at rest in memory.' },
  identify: (resource) => {
    const name = physicalName(resource, 'Name');
    return { ref: name, attributes: { Name: name, Arn: arn('events', `event-bus/${name}`) } };
  },
  create: (_, { ref }, { broker }) => {
    broker.buses.create(ref);
  },
};

const ruleName = (resource: Resource): { name: string; bus: string } => ({
  name: physicalName(resource, 'Name'),
  bus: busName(resource.properties.EventBusName),
});

const rule: ResourceType = {
  honours: [
    ...['Name', 'Description', 'EventBusName', 'EventPattern', 'State', 'ScheduleExpression'],
    ...['Id', 'Arn', 'Input', 'InputPath', 'RetryPolicy', 'DeadLetterConfig'].map(
      (property) => `Targets.*.${property}`,
    ),
  ],
  withoutEffect: TAGS,
  identify: (resource) => {
    const { name, bus } = ruleName(resource);
    const path = bus === 'default' ? name : `${bus}/${name}`;
    return { ref: bus === 'default' ? name : `${bus}|${name}`, attributes: { Arn: arn('events', `rule/${path}`) } };
  },
  create: (resource, _, { broker }) => {
    const { EventPattern, ScheduleExpression, State, Description, Targets = [] } = resource.properties;
    if (ScheduleExpression !== undefined) checkSchedule(String(ScheduleExpression));
    const made = broker.buses.putRule({
      ...ruleName(resource),
      enabled: State !== 'DISABLED',
      ...(EventPattern !== undefined && { pattern: JSON.stringify(EventPattern) }),
      ...(ScheduleExpression !== undefined && { schedule: String(ScheduleExpression) }),
      ...(Description !== undefined && { description: String(Description) }),
    });
    for (const target of Targets as Target[]) made.targets.set(target.Id, withNumbers(target));
  },
};

function checkSchedule(expression: string): void {
  if (expression.startsWith('cron('))
    throw new AwsError('ValidationException', `the local runtime does not run ${expression} yet, only rate(…)`);
  millisecondsOf(expression);
}

/** CloudFormation takes numbers as text, too. */
function withNumbers(target: Target): Target {
  if (!target.RetryPolicy) return target;
  const policy = Object.fromEntries(Object.entries(target.RetryPolicy).map(([name, value]) => [name, Number(value)]));
  return { ...target, RetryPolicy: policy };
}

const KEPT_FOR_REPLAY =
  'An archive only keeps events for a replay, which the runtime does not offer: no rule is reached by it.';

const archive: ResourceType = {
  honours: [],
  withoutEffect: Object.fromEntries(
    ['ArchiveName', 'SourceArn', 'Description', 'EventPattern', 'RetentionDays', 'KmsKeyIdentifier'].map((property) => [
      property,
      KEPT_FOR_REPLAY,
    ]),
  ),
  identify: (resource) => {
    const name = physicalName(resource, 'ArchiveName');
    return { ref: name, attributes: { ArchiveName: name, Arn: arn('events', `archive/${name}`) } };
  },
};

/** Contracts for people and code generators to read: nothing at run time asks for them. */
const documentation = (nameProperty: string, kind: string): ResourceType => ({
  honours: [],
  withoutEffect: Object.fromEntries(
    ['RegistryName', 'SchemaName', 'Description', 'Type', 'Content', 'Tags'].map((property) => [
      property,
      'A published contract is read by people, not at run time.',
    ]),
  ),
  identify: (resource) => {
    const name = physicalName(resource, nameProperty);
    const path = kind === 'schema' ? `schema/${String(resource.properties.RegistryName)}/${name}` : `registry/${name}`;
    return {
      ref: arn('schemas', path),
      attributes: { [nameProperty]: name, [`${kind === 'schema' ? 'Schema' : 'Registry'}Arn`]: arn('schemas', path) },
    };
  },
});

export const EVENTS_TYPES: Readonly<Record<string, ResourceType>> = {
  'AWS::Events::EventBus': eventBus,
  'AWS::Events::Rule': rule,
  'AWS::Events::Archive': archive,
  'AWS::EventSchemas::Registry': documentation('RegistryName', 'registry'),
  'AWS::EventSchemas::Schema': documentation('SchemaName', 'schema'),
};
