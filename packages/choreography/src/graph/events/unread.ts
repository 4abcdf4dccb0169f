import type { Unresolved } from '#graph/graph.ts';
import { kindOfArn } from '#graph/participants/kind.ts';
import { asJson, isObject } from '#template/document/as-object.ts';
import type { System } from '#template/system/system.ts';
import type { SystemResource } from '#template/system/system-resource.ts';

/** What the templates hold of events, and the map cannot read. */
export function unreadOf(system: System): Unresolved[] {
  return [
    ...system
      .resources('AWS::Events::Rule')
      .filter((rule) => rule.read('EventPattern') !== undefined && !isObject(asJson(rule.read('EventPattern'))))
      .map((rule) => ({ ...rule.place, reference: String(rule.read('EventPattern')), why: NO_PATTERN })),
    ...system
      .resources('AWS::Lambda::EventSourceMapping')
      .filter((mapping) => mapping.read('EventSourceArn') !== undefined && !system.find(mapping.read('EventSourceArn')))
      .map((mapping) => ({ ...mapping.place, reference: String(mapping.read('EventSourceArn')), why: NO_SOURCE })),
    ...system
      .resources('AWS::Pipes::Pipe')
      .flatMap((pipe) => [
        ...outside(system, pipe, pipe.read('Source'), 'What this pipe reads from is in none of these templates.'),
        ...outside(system, pipe, pipe.read('Target'), 'What this pipe leads to is in none of these templates.'),
      ]),
    ...system
      .resources('AWS::SNS::Subscription')
      .flatMap((subscription) => [
        ...outside(system, subscription, subscription.read('TopicArn'), NO_TOPIC),
        ...(LEADS_TO_RESOURCES.includes(String(subscription.read('Protocol')))
          ? outside(system, subscription, subscription.read('Endpoint'), NO_SUBSCRIBER)
          : []),
      ]),
    ...system
      .resources(...system.types.filter((type) => /^AWS::Serverless::\w+$/.test(type)))
      .map((resource) => ({ ...resource.place, reference: resource.type, why: NO_TYPE })),
  ];
}

/** A reference that leads to nothing in the templates, and to no bus: of those it is told who puts on them. */
const outside = (system: System, { place }: SystemResource, reference: unknown, why: string): Unresolved[] =>
  reference === undefined || system.find(reference) || kindOfArn(String(reference)) === 'bus'
    ? []
    : [{ ...place, reference: String(reference), why }];

/** Protocols of SNS whose endpoints are ARNs. Others have an address, which is nobody's concern here. */
const LEADS_TO_RESOURCES = ['lambda', 'sqs', 'firehose'];

const NO_PATTERN = 'This event pattern is no JSON object: what the rule hears is not known.';
const NO_SOURCE = 'What this mapping reads from is in none of these templates.';
const NO_TOPIC = 'The topic of this subscription is in none of these templates.';
const NO_SUBSCRIBER = 'What this subscription leads to is in none of these templates.';
const NO_TYPE = 'Resources of this type of SAM are not read: what they say and hear is not known.';
