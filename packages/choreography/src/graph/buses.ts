import { localArn } from '#template/system/arn.ts';
import type { System } from '#template/system/system.ts';
import type { KnownBus } from './access/put-grants.ts';
import { busOf } from './consumers.ts';
import type { Endpoint } from './endpoints.ts';
import type { Bus, Consumer } from './graph.ts';

/** The buses that the templates make, and those that they listen on or send to, by name. */
export function busesOf(
  system: System,
  consumers: readonly Consumer[],
  endpoints: readonly Endpoint[],
): (Bus & KnownBus)[] {
  const made = system
    .resources('AWS::Events::EventBus')
    .map((bus) => ({ name: bus.identity.ref, arn: bus.placedArn, ...bus.place }));
  const named = [
    ...consumers.filter(({ pattern }) => pattern !== null).map(({ bus }) => bus),
    ...consumers.filter(({ target }) => target.kind === 'bus').map(({ target }) => target.job),
    ...system.resources('AWS::Events::EventBusPolicy').map((policy) => busOf(system, policy.read('EventBusName'))),
  ];
  const ofEndpoints = new Map(endpoints.flatMap(({ buses }) => buses).map(({ name, arn }) => [name, arn]));
  const others = [...new Set([...named, ...ofEndpoints.keys()])].filter(
    (name) => !made.some((bus) => bus.name === name),
  );
  // Where no bus is named at all, events go to the one that every account has.
  if (made.length + others.length === 0) others.push('default');
  return [
    ...made,
    ...others.map((name) => {
      const arn = ofEndpoints.get(name) ?? localArn('events', `event-bus/${name}`);
      return { name, arn, template: null, id: null };
    }),
  ];
}
