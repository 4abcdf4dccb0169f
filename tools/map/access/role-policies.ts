import { asObject } from '../../template/as-object.ts';
import type { System } from '../../template/system/system.ts';
import type { SystemResource } from '../../template/system/system-resource.ts';
import type { Place } from '../graph.ts';
import { busStatement } from './bus-statement.ts';
import { listOf, type Statement, statementsIn } from './statement.ts';

/** A statement, with the resource that holds it. */
export interface Held {
  readonly statement: Statement;
  readonly by: Place;
}

/** AWS's own policies that let anything be put on any bus (AWS Managed Policy Reference Guide). */
const AWS_MANAGED: Readonly<Record<string, string>> = {
  AdministratorAccess: '*',
  PowerUserAccess: '*',
  AmazonEventBridgeFullAccess: 'events:*',
  CloudWatchEventsFullAccess: 'events:*',
};

const holderTypes = ['AWS::IAM::Role', 'AWS::IAM::User'];

/** What each role and user of a system may do: its inline policies, those attached to it, and AWS's own that matter here. */
export function rolePolicies(system: System): (holder: SystemResource) => readonly Held[] {
  const attached = new Map<SystemResource, Held[]>();
  const attach = (holder: SystemResource | undefined, document: unknown, by: Place) => {
    if (!holder) return;
    const held = attached.get(holder) ?? [];
    held.push(...statementsIn(document).map((statement) => ({ statement, by })));
    attached.set(holder, held);
  };
  for (const policy of system.resources('AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy')) {
    for (const [property, type] of [
      ['Roles', 'AWS::IAM::Role'],
      ['Users', 'AWS::IAM::User'],
    ] as const)
      for (const name of listOf(policy.read(property)))
        attach(system.find(name, type), policy.read('PolicyDocument'), policy.place);
  }
  for (const policy of system.resources('AWS::IAM::RolePolicy', 'AWS::IAM::UserPolicy')) {
    const holder =
      system.find(policy.read('RoleName'), 'AWS::IAM::Role') ?? system.find(policy.read('UserName'), 'AWS::IAM::User');
    attach(holder, policy.read('PolicyDocument'), policy.place);
  }
  // A bus's own policy may name a role of these templates.
  for (const policy of system.resources('AWS::Events::EventBusPolicy')) {
    const { statement, bus } = busStatement(system, policy);
    for (const principal of listOf(asObject(statement.Principal).AWS))
      attach(system.find(principal, ...holderTypes), { Statement: { ...statement, Resource: bus } }, policy.place);
  }
  for (const holder of system.resources(...holderTypes)) {
    for (const inline of listOf(holder.read('Policies'))) attach(holder, asObject(inline).PolicyDocument, holder.place);
    for (const arn of listOf(holder.read('ManagedPolicyArns'))) {
      const policy = system.find(arn, 'AWS::IAM::ManagedPolicy');
      if (policy) attach(holder, policy.read('PolicyDocument'), policy.place);
      const action = AWS_MANAGED[String(arn).split('/').at(-1) ?? ''];
      if (action && !policy)
        attach(holder, { Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }] }, holder.place);
    }
  }
  return (holder) => attached.get(holder) ?? [];
}
