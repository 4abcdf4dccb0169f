import type { TemplateLocation } from '#graph/graph.ts';
import { asObject } from '#template/document/as-object.ts';
import { parseArn } from '#template/system/arn.ts';
import type { System } from '#template/system/system.ts';
import type { SystemResource } from '#template/system/system-resource.ts';
import { busStatements } from './bus-statements.ts';
import { listOf, type Statement, statementsIn } from './statement.ts';

/** A statement, with the resource that holds it. */
export interface AttachedStatement {
  readonly statement: Statement;
  readonly by: TemplateLocation;
}

/** What the roles, users and groups of a system may do. */
export interface Policies {
  of(holder: SystemResource): readonly AttachedStatement[];
  /** What the templates let those do whom they name and do not make, by name. */
  readonly ofAbsent: ReadonlyMap<string, readonly AttachedStatement[]>;
  /** The ARNs of its policies that no template here makes. */
  elsewhere(holder: SystemResource): readonly string[];
}

/** AWS's own policies that let anything be put on any bus (AWS Managed Policy Reference Guide). */
const AWS_MANAGED: Readonly<Record<string, string>> = {
  AdministratorAccess: '*',
  PowerUserAccess: '*',
  AmazonEventBridgeFullAccess: 'events:*',
  CloudWatchEventsFullAccess: 'events:*',
};

/** Those who may hold policies, and the properties by which the policies name them. */
const HOLDERS = [
  { type: 'AWS::IAM::Role', one: 'RoleName', several: 'Roles' },
  { type: 'AWS::IAM::User', one: 'UserName', several: 'Users' },
  { type: 'AWS::IAM::Group', one: 'GroupName', several: 'Groups' },
] as const;
export const HOLDER_TYPES: readonly string[] = HOLDERS.map(({ type }) => type);

/** Reads inline policies, those attached by name or ARN, those of the buses, and AWS's own that matter here. */
export function rolePolicies(system: System): Policies {
  const attached = new Map<SystemResource, AttachedStatement[]>();
  const ofAbsent = new Map<string, AttachedStatement[]>();
  const elsewhere = new Map<SystemResource, string[]>();
  const attach = (holder: SystemResource | string, document: unknown, by: TemplateLocation) => {
    const all: Map<unknown, AttachedStatement[]> = typeof holder === 'string' ? ofAbsent : attached;
    const held = all.get(holder);
    const statements = statementsIn(document);
    if (held) for (const statement of statements) held.push({ statement, by });
    else
      all.set(
        holder,
        statements.map((statement) => ({ statement, by })),
      );
  };
  const attachable = system.resources('AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy');
  for (const { type, one, several } of HOLDERS) {
    const attachTo = (policy: SystemResource, name: unknown) =>
      attach(system.find(name, type) ?? String(name), policy.read('PolicyDocument'), policy.place);
    for (const policy of attachable) {
      const names = policy.read(several);
      if (names !== undefined) for (const name of listOf(names)) attachTo(policy, name);
    }
    for (const policy of system.resources(`${type}Policy`)) attachTo(policy, policy.read(one));
  }
  // A bus's own policy may name a role of this account.
  for (const { statement, by } of busStatements(system)) {
    for (const principal of listOf(asObject(statement.Principal).AWS)) {
      const holder = system.find(principal, ...HOLDER_TYPES) ?? (by.isOfItsAccount(principal) && nameInArn(principal));
      if (holder) attach(holder, { Statement: statement }, by.place);
    }
  }
  for (const holder of system.resources(...HOLDER_TYPES)) {
    for (const inline of listOf(holder.read('Policies'))) attach(holder, asObject(inline).PolicyDocument, holder.place);
    for (const named of listOf(holder.read('ManagedPolicyArns'))) {
      const arn = String(named);
      const policy = system.find(arn, 'AWS::IAM::ManagedPolicy');
      const action = AWS_MANAGED[arn.split('/').at(-1) ?? ''];
      if (policy) attach(holder, policy.read('PolicyDocument'), policy.place);
      else if (action) attach(holder, { Statement: { Effect: 'Allow', Action: action, Resource: '*' } }, holder.place);
      else if (parseArn(arn)?.account !== 'aws') elsewhere.set(holder, [...(elsewhere.get(holder) ?? []), arn]);
    }
  }
  return {
    of: (holder) => attached.get(holder) ?? NOTHING,
    ofAbsent,
    elsewhere: (holder) => elsewhere.get(holder) ?? NOTHING,
  };
}

const NOTHING: readonly never[] = [];

/** The name at the end of a role's or user's ARN; undefined for an account's root, and for an account by its number. */
export const nameInArn = (arn: unknown): string | undefined =>
  /^arn:[^:]*:iam::[^:]*:(?:role|user)\/(?:.*\/)?([^/]+)$/.exec(String(arn))?.[1];
