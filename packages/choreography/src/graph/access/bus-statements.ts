import { isObject } from '#template/document/as-object.ts';
import { localArn } from '#template/system/arn.ts';
import { busName } from '#template/system/identity.ts';
import type { System } from '#template/system/system.ts';
import type { SystemResource } from '#template/system/system-resource.ts';
import { type Statement, statementsIn } from './statement.ts';

/** A statement of a bus's own policy. */
export interface BusStatement {
  readonly statement: Statement;
  /** The bus's name and ARN. */
  readonly bus: { readonly name: string; readonly arn: string };
  /** The resource that holds it. */
  readonly by: SystemResource;
}

/** What buses let others do: their property `Policy`, and `AWS::Events::EventBusPolicy` in its long form or its short one. */
export function busStatements(system: System): BusStatement[] {
  const on = (bus: BusStatement['bus'], by: SystemResource, document: unknown) =>
    statementsIn(document).map((statement) => ({ statement: { ...statement, Resource: bus.arn }, bus, by }));
  return [
    ...system
      .resources('AWS::Events::EventBus')
      .flatMap((bus) => on({ name: bus.identity.ref, arn: bus.placedArn }, bus, bus.read('Policy'))),
    ...system
      .resources('AWS::Events::EventBusPolicy')
      .flatMap((policy) => on(busOfPolicy(system, policy), policy, { Statement: statementOf(policy) })),
  ];
}

function busOfPolicy(system: System, policy: SystemResource): BusStatement['bus'] {
  const named = policy.read('EventBusName');
  const bus = system.find(named, 'AWS::Events::EventBus');
  const name = bus?.identity.ref ?? busName(named);
  return { name, arn: bus?.placedArn ?? localArn('events', `event-bus/${name}`) };
}

function statementOf(policy: SystemResource): unknown {
  const statement = policy.read('Statement');
  if (typeof statement === 'object' && statement !== null) return statement;
  const principal = policy.read('Principal');
  return {
    Effect: 'Allow',
    Action: policy.read('Action'),
    Principal: principal === '*' || isObject(principal) ? principal : { AWS: principal },
  };
}
