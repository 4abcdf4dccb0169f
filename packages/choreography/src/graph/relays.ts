import { asObject } from '#template/document/as-object.ts';
import type { System } from '#template/system/system.ts';
import { SystemResource } from '#template/system/system-resource.ts';
import type { Delivery } from './access/delivery-permission.ts';
import { listOf } from './access/statement.ts';
import type { Permission, Relay } from './graph.ts';
import { jobName, type ParticipantNames } from './participants/participant-names.ts';

interface Subscription {
  readonly Protocol?: unknown;
  readonly Endpoint?: unknown;
}

/** What takes an event further after a rule's target: event source mappings, subscriptions, pipes. */
export function relaysOf(
  system: System,
  who: ParticipantNames,
  permissionOf: (delivery: Delivery) => Permission,
): Relay[] {
  const relay = (from: unknown, to: unknown, by: SystemResource): Relay[] => {
    const source = from instanceof SystemResource ? from : system.find(from);
    const target = to instanceof SystemResource ? to : functionOr(system, to);
    return source && target ? [{ from: jobName(who.of(source)), to: jobName(who.of(target)), by: by.place }] : [];
  };
  const toSubscriber = (topic: SystemResource | undefined, { Protocol, Endpoint }: Subscription, by: SystemResource) =>
    relay(topic, Endpoint, by).map((each): Relay => {
      const kind = Protocol === 'sqs' || Protocol === 'lambda' ? Protocol : undefined;
      const target = functionOr(system, Endpoint);
      if (!kind || !topic || !target) return each;
      return {
        ...each,
        permission: permissionOf({ kind, arn: String(Endpoint), target, from: topic, role: undefined }),
      };
    });
  return [
    ...system.resources('AWS::Lambda::EventSourceMapping').flatMap((mapping) =>
      relay(mapping.read('EventSourceArn'), mapping.read('FunctionName'), mapping)
        // What a mapping brings that is itself part of the job stays within it, such as its own items.
        .filter(({ to }) => to !== jobName(who.of(mapping))),
    ),
    ...system
      .resources('AWS::SNS::Subscription')
      .flatMap((subscription) =>
        toSubscriber(
          system.find(subscription.read('TopicArn')),
          { Protocol: subscription.read('Protocol'), Endpoint: subscription.read('Endpoint') },
          subscription,
        ),
      ),
    ...system
      .resources('AWS::SNS::Topic')
      .flatMap((topic) =>
        listOf(topic.read('Subscription')).flatMap((each) => toSubscriber(topic, asObject(each), topic)),
      ),
    ...system
      .resources('AWS::Pipes::Pipe')
      .flatMap((pipe) => [...relay(pipe.read('Source'), pipe, pipe), ...relay(pipe, pipe.read('Target'), pipe)]),
  ].filter(({ from, to }) => from !== to);
}

/** Functions are also named, and by the ARNs of their aliases; a bus is no target of a relay: what is put there is said anew. */
function functionOr(system: System, reference: unknown): SystemResource | undefined {
  const found = system.find(reference) ?? system.find(reference, 'AWS::Lambda::Function');
  if (found?.type === 'AWS::Events::EventBus') return undefined;
  if (found?.type !== 'AWS::Lambda::Alias' && found?.type !== 'AWS::Lambda::Version') return found;
  return system.find(found.identity.attributes.FunctionArn);
}
