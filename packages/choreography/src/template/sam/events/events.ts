import { made, type Resources, type SamResource } from '#template/sam/resources.ts';
import type { EventTarget, EventType } from './event.ts';
import { eventBridgeRule } from './event-bridge-rule.ts';
import { polled } from './polled.ts';
import { schedule } from './schedule.ts';
import { scheduleV2 } from './schedule-v2.ts';
import { sns } from './sns.ts';

/** Those that are not here (`Api`, `S3`, `Cognito`, …) bring no event of a bus, a queue or a stream: they are left as what they are. */
const TYPES: Readonly<Record<string, EventType>> = {
  EventBridgeRule: eventBridgeRule,
  CloudWatchEvent: eventBridgeRule,
  Schedule: schedule,
  ScheduleV2: scheduleV2,
  SNS: sns,
  SQS: polled('Queue'),
  Kinesis: polled('Stream'),
  DynamoDB: polled('Stream'),
};

/** A resource of a type that only these tools have, so that whoever runs the template can say that this event will not come. */
const untranslated =
  (type: string): EventType =>
  ({ sam, id, properties }) => ({ [id]: made(sam, `${sam.resource.Type}.Events.${type}`, properties) });

/** All that brings a function or a state machine its events. */
export function eventsOf(sam: SamResource, target: EventTarget): Resources {
  const events = (sam.properties.Events ?? {}) as Record<
    string,
    { Type: string; Properties?: Record<string, unknown> }
  >;
  const resources = Object.entries(events).map(([name, { Type, Properties = {} }]) =>
    (TYPES[Type] ?? untranslated(Type))({ sam, target, id: `${target.id}${name}`, properties: Properties }),
  );
  return Object.assign({}, ...resources);
}
