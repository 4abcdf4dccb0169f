import type { Kind, Permission, Place } from '#graph/graph.ts';
import { asObject } from '#template/as-object.ts';
import { arnFits } from '#template/system/arn.ts';
import type { System } from '#template/system/system.ts';
import type { SystemResource } from '#template/system/system-resource.ts';
import { busStatements } from './bus-statements.ts';
import type { Policies } from './role-policies.ts';
import { isAbout, listOf, type Statement, statementsIn } from './statement.ts';

/** What EventBridge does at a target (EventBridge user guide: "Permissions"). */
const ACTION: Partial<Record<Kind, string>> = {
  lambda: 'lambda:InvokeFunction',
  sqs: 'sqs:SendMessage',
  sns: 'sns:Publish',
  states: 'states:StartExecution',
  kinesis: 'kinesis:PutRecord',
  firehose: 'firehose:PutRecord',
  bus: 'events:PutEvents',
  'api-destination': 'events:InvokeApiDestination',
  ecs: 'ecs:RunTask',
};

export interface Delivery {
  readonly kind: Kind;
  /** The target's ARN. */
  readonly arn: string;
  readonly target: SystemResource | undefined;
  readonly rule: SystemResource;
  /** The role that the target is reached with. */
  readonly role: unknown;
}

/** Tells of a delivery what allows it: see `Permission`. */
export function deliveryPermissions(system: System, policies: Policies): (delivery: Delivery) => Permission {
  const grants = resourceGrants(system);
  return ({ kind, arn, target, rule, role }) => {
    const action = ACTION[kind];
    if (role !== undefined) {
      const holder = system.find(role, 'AWS::IAM::Role');
      if (!holder || !action) return { state: 'unknown', by: null };
      const held = policies
        .of(holder)
        .find(
          ({ statement }) => statement.Effect === 'Allow' && isAbout(statement, action) && isOn(statement, arn, kind),
        );
      return held ? { state: 'role', by: held.by } : { state: 'missing', by: null };
    }
    if (!target || !action) return { state: 'unknown', by: null };
    const by = (grants.get(target) ?? []).find(
      ({ statement }) => isAbout(statement, action) && isFor(statement, rule),
    )?.by;
    return by ? { state: 'granted', by } : { state: 'missing', by: null };
  };
}

/** What the resources' own policies allow to EventBridge. */
function resourceGrants(system: System): Map<SystemResource, { statement: Statement; by: Place }[]> {
  const grants = new Map<SystemResource, { statement: Statement; by: Place }[]>();
  const grant = (target: SystemResource | undefined, statement: Statement, by: Place) => {
    if (target && statement.Effect === 'Allow' && isForEventBridge(statement.Principal))
      grants.set(target, [...(grants.get(target) ?? []), { statement, by }]);
  };
  for (const permission of system.resources('AWS::Lambda::Permission')) {
    const source = permission.read('SourceArn');
    const statement: Statement = {
      Effect: 'Allow',
      Action: permission.read('Action'),
      Principal: permission.read('Principal') === '*' ? '*' : { Service: permission.read('Principal') },
      ...(source !== undefined && { Condition: { ArnLike: { 'aws:SourceArn': source } } }),
    };
    const name = permission.read('FunctionName');
    grant(
      system.find(name, 'AWS::Lambda::Function', 'AWS::Lambda::Alias', 'AWS::Lambda::Version'),
      statement,
      permission.place,
    );
    const aliased = String(name).split(':').slice(0, 7).join(':');
    if (aliased !== name) grant(system.find(aliased, 'AWS::Lambda::Function'), statement, permission.place);
  }
  for (const [type, property, targetType] of [
    ['AWS::SQS::QueuePolicy', 'Queues', 'AWS::SQS::Queue'],
    ['AWS::SQS::QueueInlinePolicy', 'Queue', 'AWS::SQS::Queue'],
    ['AWS::SNS::TopicPolicy', 'Topics', 'AWS::SNS::Topic'],
    ['AWS::SNS::TopicInlinePolicy', 'TopicArn', 'AWS::SNS::Topic'],
  ] as const) {
    for (const policy of system.resources(type)) {
      for (const statement of statementsIn(policy.read('PolicyDocument')))
        for (const name of listOf(policy.read(property))) grant(system.find(name, targetType), statement, policy.place);
    }
  }
  for (const { statement, bus, by } of busStatements(system))
    grant(system.find(bus.name, 'AWS::Events::EventBus'), statement, by.place);
  return grants;
}

const isForEventBridge = (principal: unknown): boolean =>
  principal === '*' ||
  listOf(asObject(principal).AWS).includes('*') ||
  listOf(asObject(principal).Service).includes('events.amazonaws.com');

/** Whether the statement's condition on `aws:SourceArn`, if it has one, lets the rule pass. */
const isFor = ({ Condition = {} }: Statement, rule: SystemResource): boolean =>
  Object.values(Condition).every((keys) =>
    Object.entries(keys).every(
      ([key, values]) =>
        key.toLowerCase() !== 'aws:sourcearn' || listOf(values).some((value) => mayBeArnOf(rule, String(value))),
    ),
  );

/** A rule without a name of its own gets one from CloudFormation: of its stack, its logical id and a random end. */
const mayBeArnOf = ({ arn, template, id }: SystemResource, pattern: string): boolean =>
  arnFits(pattern, arn) || arnFits(pattern, arn.replace(`\${${template}.${id}}`, `${template}-${id}-RANDOM`));

/** An ECS target is its cluster, while the permission is on the task definition. */
const isOn = ({ Resource, NotResource }: Statement, arn: string, kind: Kind): boolean =>
  kind === 'ecs' || NotResource !== undefined || listOf(Resource).some((resource) => arnFits(String(resource), arn));
