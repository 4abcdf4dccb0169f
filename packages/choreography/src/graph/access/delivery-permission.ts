import type { Kind, Permission, TemplateLocation } from '#graph/graph.ts';
import { asObject } from '#template/document/as-object.ts';
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

/** The same as pairs. */
export const DELIVERED = Object.entries(ACTION) as readonly (readonly [Kind, string])[];

export interface Delivery {
  readonly kind: Kind;
  /** The target's ARN. */
  readonly arn: string;
  readonly target: SystemResource | undefined;
  /** The rule or schedule that brings it, or the topic. */
  readonly from: SystemResource;
  /** The role that the target is reached with. */
  readonly role: unknown;
}

/** Finds what allows a delivery of EventBridge or SNS: see `Permission`. */
export function deliveryPermissions(system: System, policies: Policies): (delivery: Delivery) => Permission {
  const { of: grants, ofUnknown } = resourceGrants(system);
  return ({ kind, arn, target, from, role }) => {
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
    const ofTarget = grants.get(target) ?? [];
    const granted = ofTarget.find((grant) => !grant.replacedBy && allows(grant, action, from));
    if (granted) return { state: 'granted', by: granted.by };
    // What would allow it, and of which queue, topic or function it is cannot be told: it may be of this one.
    const maybe = ofUnknown.find(
      (grant) =>
        allows(grant, action, from) && (grant.statement.Resource === undefined || isOn(grant.statement, arn, kind)),
    );
    if (maybe) return { state: 'unknown', by: maybe.by };
    const replaced = ofTarget.find((grant) => allows(grant, action, from));
    if (!replaced?.replacedBy) return { state: 'missing', by: null };
    return { state: 'missing', by: null, replaced: { policy: replaced.by, by: replaced.replacedBy } };
  };
}

interface Grant {
  readonly statement: Statement;
  readonly by: TemplateLocation;
  /** The policy that takes the place of the one that holds it. */
  readonly replacedBy?: TemplateLocation | undefined;
}

const allows = ({ statement }: Grant, action: string, from: SystemResource): boolean =>
  isAbout(statement, action) && isForService(statement.Principal, from) && isFor(statement, from);

interface ResourceGrants {
  readonly of: ReadonlyMap<SystemResource, readonly Grant[]>;
  /** In policies and permissions that are of a reference which these templates do not tell. */
  readonly ofUnknown: readonly Grant[];
}

/** What the resources' own policies allow. */
function resourceGrants(system: System): ResourceGrants {
  const grants = new Map<SystemResource, Grant[]>();
  const ofUnknown: Grant[] = [];
  const grant = (
    target: SystemResource | undefined,
    statement: Statement,
    by: TemplateLocation,
    replacedBy?: TemplateLocation,
  ) => {
    if (!target || statement.Effect !== 'Allow') return;
    const known = grants.get(target);
    if (known) known.push({ statement, by, replacedBy });
    else grants.set(target, [{ statement, by, replacedBy }]);
  };
  for (const permission of system.resources('AWS::Lambda::Permission')) {
    const source = permission.read('SourceArn');
    const statement: Statement = {
      Effect: 'Allow',
      Action: permission.read('Action'),
      Principal: permission.read('Principal') === '*' ? '*' : { Service: permission.read('Principal') },
      Condition: source === undefined ? undefined : { ArnLike: { 'aws:SourceArn': source } },
    };
    const name = permission.read('FunctionName');
    const named = system.find(name, 'AWS::Lambda::Function', 'AWS::Lambda::Alias', 'AWS::Lambda::Version');
    grant(named, statement, permission.place);
    if (!named && isReference(name)) ofUnknown.push({ statement, by: permission.place });
    const aliased = withoutQualifier(String(name));
    if (aliased !== name) grant(system.find(aliased, 'AWS::Lambda::Function'), statement, permission.place);
  }
  for (const { target, policy, replacedBy } of onlyPolicies(system))
    for (const statement of statementsIn(policy.read('PolicyDocument')))
      grant(target, statement, policy.place, replacedBy);
  for (const [type, property, targetType] of POLICIES)
    for (const policy of system.resources(type))
      if (listOf(policy.read(property)).some((name) => isReference(name) && !system.find(name, targetType)))
        for (const statement of statementsIn(policy.read('PolicyDocument')))
          if (statement.Effect === 'Allow') ofUnknown.push({ statement, by: policy.place });
  for (const { statement, bus, by } of busStatements(system))
    grant(system.find(bus.name, 'AWS::Events::EventBus'), statement, by.place);
  return { of: grants, ofUnknown };
}

/** A function's ARN without its version or alias: its first seven parts. */
function withoutQualifier(arn: string): string {
  let end = -1;
  for (let parts = 0; parts < 7; parts++) {
    end = arn.indexOf(':', end + 1);
    if (end < 0) return arn;
  }
  return arn.slice(0, end);
}

/** Whether a value is one that these templates do not tell, such as `${Queue}` of a parameter without a default. */
const isReference = (value: unknown): boolean => String(value).startsWith('${');

/** The policies of queues and topics, which have one each: of several, the last one replaces the others. */
function onlyPolicies(system: System): readonly OnlyPolicy[] {
  const all: OnlyPolicy[] = [];
  for (const [type, property, targetType] of POLICIES)
    for (const policy of system.resources(type))
      for (const name of listOf(policy.read(property))) {
        const target = system.find(name, targetType);
        if (target) all.push({ target, policy, replacedBy: undefined });
      }
  const lasts = new Map<SystemResource, SystemResource>();
  for (const { target, policy } of all) if (policy.isCertain) lasts.set(target, policy);
  // All have a policy of their own: none is replaced.
  if (lasts.size === all.length) return all;
  const replaced = new Set<SystemResource>();
  for (const each of all.toReversed()) {
    const last = lasts.get(each.target);
    if (last && replaced.has(each.target) && each.policy !== last) each.replacedBy = last.place;
    if (each.policy === last) replaced.add(each.target);
  }
  return all;
}

interface OnlyPolicy {
  readonly target: SystemResource;
  readonly policy: SystemResource;
  replacedBy: TemplateLocation | undefined;
}

const POLICIES = [
  ['AWS::SQS::QueuePolicy', 'Queues', 'AWS::SQS::Queue'],
  ['AWS::SQS::QueueInlinePolicy', 'Queue', 'AWS::SQS::Queue'],
  ['AWS::SNS::TopicPolicy', 'Topics', 'AWS::SNS::Topic'],
  ['AWS::SNS::TopicInlinePolicy', 'TopicArn', 'AWS::SNS::Topic'],
] as const;

function isForService(principal: unknown, { type }: SystemResource): boolean {
  if (principal === '*') return true;
  const { AWS, Service } = asObject(principal);
  const wanted = type === 'AWS::SNS::Topic' ? 'sns.amazonaws.com' : 'events.amazonaws.com';
  return Service === wanted || listOf(AWS).includes('*') || listOf(Service).includes(wanted);
}

/**
 * Whether the statement's condition on `aws:SourceArn`, if it has one, lets the rule or topic pass. The policy that SNS gives every topic asks for
 * `AWS:SourceOwner`, which EventBridge does not bring (EventBridge user guide: "Amazon SNS permissions").
 */
function isFor({ Condition = {} }: Statement, from: SystemResource): boolean {
  for (const operator in Condition) {
    const keys = Condition[operator] ?? {};
    for (const name in keys) {
      const key = name.toLowerCase();
      if (key === 'aws:sourceowner') return false;
      if (key === 'aws:sourcearn' && !listOf(keys[name]).some((value) => mayBeArnOf(from, String(value)))) return false;
    }
  }
  return true;
}

/** A rule or topic without a name of its own gets one from CloudFormation: of its stack, its logical id and a random end. */
const mayBeArnOf = ({ arn, template, id }: SystemResource, pattern: string): boolean =>
  arnFits(pattern, arn) || arnFits(pattern, arn.replace(`\${${template}.${id}}`, `${template}-${id}-RANDOM`));

/** An ECS target is its cluster, while the permission is on the task definition. */
const isOn = ({ Resource, NotResource }: Statement, arn: string, kind: Kind): boolean =>
  kind === 'ecs' || NotResource !== undefined || listOf(Resource).some((resource) => arnFits(String(resource), arn));
