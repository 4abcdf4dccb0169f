import { asJson, asObject, isObject, objectsIn } from '#template/document/as-object.ts';
import type { System } from '#template/system/system.ts';
import type { SystemResource } from '#template/system/system-resource.ts';
import { busStatements } from './access/bus-statements.ts';
import type { EventSet } from './access/event-set.ts';
import { type KnownBus, KnownBuses, type PutGrant, putGrants } from './access/put-grants.ts';
import { HOLDER_TYPES, nameInArn, type Policies } from './access/role-policies.ts';
import { listOf, statementsIn } from './access/statement.ts';
import { busOf } from './consumers.ts';
import { endpointBuses, endpointIn } from './endpoints.ts';
import type { Kind, Participation, TemplateLocation, Unresolved } from './graph.ts';
import { intersection, literally } from './language/language.ts';
import { actorsOf } from './participants/actors.ts';
import { kindOfType } from './participants/kind.ts';
import type { ParticipantNames } from './participants/participant-names.ts';

/** A producer that may say events on a bus. */
export interface PossibleProducer extends Participation, TemplateLocation, GrantedEvents {
  readonly kind: Kind;
}

/** What is said, and the policy that allows it, if one does. */
interface GrantedEvents extends Omit<PutGrant, 'policy'> {
  readonly policy: TemplateLocation | null;
}

/**
 * The producers and what each may say: functions and others whose role allows it; roles, users and groups without a function here;
 * schedules; other accounts.
 */
export function possibleProducers(
  system: System,
  who: ParticipantNames,
  policies: Policies,
  known: readonly KnownBus[],
): { readonly speakers: PossibleProducer[]; readonly unresolved: Unresolved[] } {
  const unresolved: Unresolved[] = [];
  const buses = new KnownBuses(known);
  const missing = (actor: SystemResource, reference: unknown, why: string) =>
    unresolved.push({ ...actor.place, reference: String(reference), why });
  const acting = new Set<SystemResource | string>(deliveryRoles(system));
  const said = new Map<SystemResource, PutGrant[]>();
  const sayingsOf = (holder: SystemResource): PutGrant[] => {
    let sayings = said.get(holder);
    if (!sayings) {
      sayings = putGrants(policies.of(holder), buses);
      said.set(holder, sayings);
    }
    return sayings;
  };
  const speak = (resource: SystemResource, what: readonly GrantedEvents[], as?: Kind): PossibleProducer[] => {
    if (what.length === 0) return [];
    const { template, id, type } = resource;
    const { participant, job } = who.of(resource);
    const kind = as ?? kindOfType(type);
    return what.map(
      ({ bus, source, detailType, policy }): PossibleProducer => ({
        template,
        id,
        participant,
        job,
        kind,
        bus,
        source,
        detailType,
        policy,
      }),
    );
  };

  const actors = actorsOf(system).flatMap(({ named, role, own }) => {
    const as = named.type === 'AWS::ECS::TaskDefinition' ? 'ecs' : undefined;
    const holder = system.find(role, 'AWS::IAM::Role');
    if (holder) {
      acting.add(holder);
      for (const policy of policies.elsewhere(holder)) missing(named, policy, NO_POLICY);
      return speak(named, ofThose(own, sayingsOf(holder)), as);
    }
    missing(named, role, NO_ROLE);
    const name = nameInArn(role) ?? '';
    acting.add(name);
    return speak(named, ofThose(own, putGrants(policies.ofAbsent.get(name) ?? [], buses)), as);
  });
  const holders = system
    .resources(...HOLDER_TYPES)
    .filter((holder) => !acting.has(holder))
    .flatMap((holder) => speak(holder, sayingsOf(holder)));
  const absent = [...policies.ofAbsent].flatMap(([job, held]) =>
    (acting.has(job) ? [] : putGrants(held, buses)).map((saying) => {
      const { policy } = saying;
      return { ...saying, ...policy, participant: who.participantOf(policy.template), job, kind: 'role' as const };
    }),
  );
  const speakers = [...actors, ...holders, ...absent, ...schedules(system, speak), ...accounts(system, who)];
  return { speakers, unresolved };
}

const NO_ROLE = 'Its role is in none of these templates, so what it may put on a bus is not known.';
const NO_POLICY = 'This policy of its role is in none of these templates, and may let it put more on a bus.';

/** What is allowed to a resource, of what it names by itself. */
function ofThose(own: readonly EventSet[] | undefined, allowed: readonly PutGrant[]): readonly PutGrant[] {
  if (!own) return allowed;
  return allowed.flatMap((grant) =>
    own.flatMap((entry) => {
      const source = intersection(grant.source, entry.source);
      const detailType = intersection(grant.detailType, entry.detailType);
      return source && detailType ? [{ ...grant, source, detailType }] : [];
    }),
  );
}

/**
 * Roles that only EventBridge and its scheduler may assume, to deliver: the events that they put have other
 * producers. A role that only EventBridge's rules may assume needs no rule here.
 */
const deliveryRoles = (system: System): SystemResource[] => {
  const used = [
    ...system
      .resources('AWS::Events::Rule')
      .flatMap((rule) => [{ RoleArn: rule.read('RoleArn') }, ...objectsIn(rule.read('Targets'))]),
    ...system.resources('AWS::Scheduler::Schedule').map((schedule) => schedule.read('Target')),
    ...system.resources('AWS::Events::Endpoint').map((endpoint) => ({ RoleArn: endpoint.read('RoleArn') })),
  ].flatMap((target) => {
    const { RoleArn } = asObject(target);
    return RoleArn === undefined ? [] : (system.find(RoleArn, 'AWS::IAM::Role') ?? []);
  });
  return [
    ...used.filter((role) => takenBy(role).every((principal) => DELIVERING.test(principal))),
    ...system.resources('AWS::IAM::Role').filter((role) => {
      const principals = takenBy(role);
      return principals.length > 0 && principals.every((principal) => RULES.test(principal));
    }),
  ];
};

const takenBy = (role: SystemResource): string[] =>
  statementsIn(role.read('AssumeRolePolicyDocument'))
    .flatMap(({ Principal }) => (isObject(Principal) ? Object.values(Principal).flatMap(listOf) : [Principal]))
    .map(String);

const RULES = /^events\./;
const DELIVERING = /^(events|scheduler)\./;

/** A schedule may put events of its own, whose sources and detail-types it names. */
const schedules = (
  system: System,
  speak: (schedule: SystemResource, what: GrantedEvents[]) => PossibleProducer[],
): PossibleProducer[] =>
  system.resources('AWS::Scheduler::Schedule').flatMap((schedule) => {
    const { Arn, EventBridgeParameters, Input } = asObject(schedule.read('Target'));
    const entries = String(Arn).endsWith(':aws-sdk:eventbridge:putEvents')
      ? putByCall(system, asObject(asJson(Input)))
      : objectsIn(EventBridgeParameters).map((event): Record<string, unknown> => ({ ...event, EventBusName: Arn }));
    const sayings = entries.map(({ EventBusName, Source, DetailType }) => ({
      bus: busOf(system, EventBusName),
      source: word(Source),
      detailType: word(DetailType),
      policy: null,
    }));
    return speak(schedule, sayings);
  });

/** The entries of a call of PutEvents; with an endpoint each is on either of its buses. */
function putByCall(system: System, { EndpointId, Entries }: Readonly<Record<string, unknown>>) {
  const endpoint = endpointIn(system, EndpointId);
  return objectsIn(Entries).flatMap((entry) =>
    endpoint ? endpointBuses(system, endpoint).map(({ name }) => ({ ...entry, EventBusName: name })) : [entry],
  );
}

const word = (value: unknown) => literally(String(value));

/** Other accounts that a bus's policy lets in. */
const accounts = (system: System, who: ParticipantNames): PossibleProducer[] =>
  busStatements(system).flatMap(({ statement, bus, by }) => {
    const { Principal, NotPrincipal } = statement;
    const principals = NotPrincipal !== undefined || Principal === '*' ? ['*'] : listOf(asObject(Principal).AWS);
    const others = principals.map(String).filter((each) => !by.isOfItsAccount(each) && !system.find(each));
    return others.flatMap((principal) =>
      putGrants([{ statement, by: by.place }], new KnownBuses([bus])).map((saying) => ({
        ...saying,
        ...by.place,
        participant: principal === '*' ? 'any account' : `account ${principal.match(/\d{12}/)?.[0] ?? principal}`,
        job: who.of(by).job,
        kind: 'account' as const,
      })),
    );
  });
