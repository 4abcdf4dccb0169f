import { asObject, objectsIn } from '../template/as-object.ts';
import { ACCOUNT } from '../template/system/arn.ts';
import type { System } from '../template/system/system.ts';
import type { SystemResource } from '../template/system/system-resource.ts';
import { busStatement } from './access/bus-statement.ts';
import type { Held } from './access/role-policies.ts';
import { type KnownBus, type Saying, sayings } from './access/sayings.ts';
import { listOf } from './access/statement.ts';
import { busOf } from './consumers.ts';
import type { Kind, Participation, Place, Unresolved } from './graph.ts';
import { kindOfType } from './kind.ts';
import { exactly } from './language/glob.ts';
import { language } from './language/language.ts';
import type { Who } from './who.ts';

/** Somebody who may say something on a bus. */
export interface Speaker extends Participation, Place, Words {
  readonly kind: Kind;
}

/** What is said, and the policy that allows it, if one does. */
interface Words extends Omit<Saying, 'policy'> {
  readonly policy: Place | null;
}

/** The property that holds the role that a resource acts in. */
const ACTS_IN: Readonly<Record<string, string>> = {
  'AWS::Lambda::Function': 'Role',
  'AWS::StepFunctions::StateMachine': 'RoleArn',
  'AWS::Pipes::Pipe': 'RoleArn',
  'AWS::ECS::TaskDefinition': 'TaskRoleArn',
};

/** Who may say what: whoever acts in a role whose policies allow it, whole roles and users, schedules, other accounts. */
export function speakersOf(
  system: System,
  who: Who,
  policiesOf: (holder: SystemResource) => readonly Held[],
  buses: readonly KnownBus[],
): { readonly speakers: Speaker[]; readonly unresolved: Unresolved[] } {
  const unresolved: Unresolved[] = [];
  const acting = new Set<SystemResource>(deliveryRoles(system));
  const said = new Map<SystemResource, Saying[]>();
  const sayingsOf = (holder: SystemResource): Saying[] => {
    const known = said.get(holder) ?? sayings(policiesOf(holder), buses);
    said.set(holder, known);
    return known;
  };
  const speak = (resource: SystemResource, what: readonly Words[], as?: Kind): Speaker[] =>
    what.map((each) => ({ ...each, ...resource.place, ...who.of(resource), kind: as ?? kindOfType(resource.type) }));

  const actors = system.resources(...Object.keys(ACTS_IN)).flatMap((actor) => {
    const role = actor.read(ACTS_IN[actor.type] ?? '');
    const holder = system.find(role, 'AWS::IAM::Role');
    if (holder) {
      acting.add(holder);
      return speak(actor, sayingsOf(holder), actor.type === 'AWS::ECS::TaskDefinition' ? 'ecs' : undefined);
    }
    if (role !== undefined) {
      const why = 'Its role is in none of these templates, so what it may put on a bus is not known.';
      unresolved.push({ ...actor.place, reference: String(role), why });
    }
    return [];
  });
  const holders = system
    .resources('AWS::IAM::Role', 'AWS::IAM::User')
    .filter((holder) => !acting.has(holder))
    .flatMap((holder) => speak(holder, sayingsOf(holder)));
  return { speakers: [...actors, ...holders, ...schedules(system, speak), ...accounts(system, who)], unresolved };
}

/** Roles in which EventBridge and its scheduler deliver: what they put has been said by somebody else. */
const deliveryRoles = (system: System): SystemResource[] =>
  [
    ...system
      .resources('AWS::Events::Rule')
      .flatMap((rule) => [{ RoleArn: rule.read('RoleArn') }, ...objectsIn(rule.read('Targets'))]),
    ...system.resources('AWS::Scheduler::Schedule').map((schedule) => schedule.read('Target')),
  ].flatMap((target) => system.find(asObject(target).RoleArn, 'AWS::IAM::Role') ?? []);

/** A schedule may put an event of its own, whose source and detail-type it names. */
const schedules = (system: System, speak: (schedule: SystemResource, what: Words[]) => Speaker[]): Speaker[] =>
  system.resources('AWS::Scheduler::Schedule').flatMap((schedule) => {
    const { Arn, EventBridgeParameters } = asObject(schedule.read('Target'));
    if (EventBridgeParameters === undefined) return [];
    const event = asObject(EventBridgeParameters);
    const word = (value: unknown) => language([exactly(String(value))]);
    const saying = {
      bus: busOf(system, Arn),
      source: word(event.Source),
      detailType: word(event.DetailType),
      policy: null,
    };
    return speak(schedule, [saying]);
  });

/** Other accounts that a bus's policy lets in. */
const accounts = (system: System, who: Who): Speaker[] =>
  system.resources('AWS::Events::EventBusPolicy').flatMap((policy) => {
    const { statement, bus } = busStatement(system, policy);
    const principals = statement.Principal === '*' ? ['*'] : listOf(asObject(statement.Principal).AWS);
    const others = principals.map(String).filter((each) => !each.includes(ACCOUNT) && !system.find(each));
    return others.flatMap((principal) =>
      sayings([{ statement, by: policy.place }], [{ name: busOf(system, bus), arn: bus }]).map((saying) => ({
        ...saying,
        ...policy.place,
        participant: principal === '*' ? 'any account' : `account ${principal.match(/\d{12}/)?.[0] ?? principal}`,
        job: who.of(policy).job,
        kind: 'account' as const,
      })),
    );
  });
