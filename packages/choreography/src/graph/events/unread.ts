import type { Unresolved } from '#graph/graph.ts';
import { asJson, isObject } from '#template/document/as-object.ts';
import type { System } from '#template/system/system.ts';

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
      .resources(...system.types.filter((type) => /^AWS::Serverless::\w+$/.test(type)))
      .map((resource) => ({ ...resource.place, reference: resource.type, why: NO_TYPE })),
  ];
}

const NO_PATTERN = 'This event pattern is no JSON object: what the rule hears is not known.';
const NO_SOURCE = 'What this mapping reads from is in none of these templates.';
const NO_TYPE = 'Resources of this type of SAM are not read: what they say and hear is not known.';
