import { asObject, objectsIn } from '#template/document/as-object.ts';
import { parseArn } from '#template/system/arn.ts';
import { busName, busNameElsewhere } from '#template/system/identity.ts';
import type { System } from '#template/system/system.ts';
import type { SystemResource } from '#template/system/system-resource.ts';
import type { KnownBus } from './access/put-grants.ts';
import type { Consumer, GlobalEndpoint } from './graph.ts';
import { jobName, type ParticipantNames } from './participants/participant-names.ts';

/** A global endpoint, with its buses by name and ARN. */
export interface Endpoint extends Omit<GlobalEndpoint, 'buses'> {
  readonly buses: readonly KnownBus[];
}

const ENDPOINT = 'AWS::Events::Endpoint';

/**
 * The global endpoints of a system: an event that is put with the `EndpointId` of one reaches the bus of its primary
 * region, or after a failover that of the secondary one (EventBridge user guide: "Making applications Regional-fault
 * tolerant with global endpoints and event replication").
 */
export function endpointsOf(system: System, who: ParticipantNames): Endpoint[] {
  const functions = system.resources('AWS::Lambda::Function');
  return system.resources(ENDPOINT).map((endpoint) => ({
    ...endpoint.place,
    name: endpoint.identity.ref,
    buses: endpointBuses(system, endpoint),
    // Unless it is switched off (CloudFormation template reference: "AWS::Events::Endpoint ReplicationConfig").
    replicates: asObject(endpoint.read('ReplicationConfig')).State !== 'DISABLED',
    namedBy: functions
      .filter((each) =>
        Object.values(asObject(asObject(each.read('Environment')).Variables)).some(
          (value) => endpointIn(system, value) === endpoint,
        ),
      )
      .map((each) => jobName(who.of(each))),
  }));
}

/** The endpoint whose id or URL a text refers to. */
export function endpointIn(system: System, text: unknown): SystemResource | undefined {
  const found = typeof text === 'string' ? system.referredIn(text) : undefined;
  return found?.type === ENDPOINT ? found : undefined;
}

/** Its buses. Both have one name, so of two that lead to the same bus here, one is that of another region. */
export function endpointBuses(system: System, endpoint: SystemResource): KnownBus[] {
  const ends = objectsIn(endpoint.read('EventBuses')).map(({ EventBusArn }) => {
    const arn = String(EventBusArn);
    const bus = system.find(arn, 'AWS::Events::EventBus');
    const isHere = bus !== undefined && [bus.arn, bus.placedArn].some((own) => regionOf(own) === regionOf(arn));
    return { arn, bus, isHere, name: bus?.identity.ref ?? busName(arn) };
  });
  return ends.map(({ arn, bus, isHere, name }, index) => {
    const isElsewhere =
      arn.startsWith('arn:') &&
      !isHere &&
      ends.some((other, at) => at !== index && other.name === name && (other.isHere || at < index));
    return isElsewhere ? { name: busNameElsewhere(arn), arn } : { name, arn: isHere && bus ? bus.placedArn : arn };
  });
}

const regionOf = (arn: string): string | undefined => parseArn(arn)?.region;

/**
 * Event replication as the rules that EventBridge makes for it: all custom events of either bus go to the other (as above,
 * "Event replication"). Only between buses that rules of these templates listen on.
 */
export const replicationsOf = (endpoints: readonly Endpoint[], isHeard: (bus: string) => boolean): Consumer[] =>
  endpoints
    .filter(({ replicates }) => replicates)
    .flatMap(({ template, id, buses }) =>
      buses.flatMap((from) =>
        buses
          .filter((to) => to.name !== from.name && isHeard(to.name))
          .map(
            (to): Consumer => ({
              ...{ template, rule: id, bus: from.name, schedule: null, enabled: true, transformed: false },
              pattern: { source: [{ 'anything-but': { prefix: 'aws.' } }] },
              target: { kind: 'bus', template: null, id: to.arn, participant: 'bus', job: to.name },
              ...{ deadLetter: false, retryPolicy: false, deadLetterQueue: null },
              permission: { state: 'role', by: null },
            }),
          ),
      ),
    );
