import { isObject } from '#template/document/as-object.ts';
import { checkProperties, type PropertyKinds } from '#template/sam/properties.ts';
import { refuse } from '#template/sam/refusal.ts';
import type { SamResource } from '#template/sam/resources.ts';
import { apiRoute } from './api-route.ts';
import { cognito } from './cognito.ts';
import { type EventTarget, type EventType, eventName, type MadeOfEvent } from './event.ts';
import { eventBridgeRule } from './event-bridge-rule.ts';
import { FUNCTION_EVENT_PROPERTIES, MACHINE_EVENT_PROPERTIES } from './event-properties.ts';
import { alexaSkill, cloudWatchLogs, iotRule } from './invoked.ts';
import { polled } from './polled.ts';
import { s3 } from './s3.ts';
import { schedule } from './schedule.ts';
import { scheduleV2 } from './schedule-v2.ts';
import { sns } from './sns.ts';

const TYPES: Readonly<Record<string, EventType>> = {
  EventBridgeRule: eventBridgeRule,
  CloudWatchEvent: eventBridgeRule,
  Schedule: schedule,
  ScheduleV2: scheduleV2,
  SNS: sns,
  SQS: polled,
  Kinesis: polled,
  DynamoDB: polled,
  MSK: polled,
  MQ: polled,
  SelfManagedKafka: polled,
  DocumentDB: polled,
  S3: s3,
  CloudWatchLogs: cloudWatchLogs,
  IoTRule: iotRule,
  AlexaSkill: alexaSkill,
  Cognito: cognito,
  Api: apiRoute,
  HttpApi: apiRoute,
};

/** All that brings a function or a state machine its events, in SAM's order: of paths and names, at a function. */
export function eventsOfFunction(sam: SamResource, target: EventTarget): MadeOfEvent[] {
  const kinds = target.kind === 'lambda' ? FUNCTION_EVENT_PROPERTIES : MACHINE_EVENT_PROPERTIES;
  const events = Object.entries((sam.properties.Events ?? {}) as Record<string, unknown>);
  const inOrder = target.kind === 'lambda' ? events.sort((a, b) => (sortKeyOf(a) < sortKeyOf(b) ? -1 : 1)) : events;
  return inOrder.map(([name, event]) => madeOf(sam, target, name, event, kinds));
}

function sortKeyOf([name, event]: readonly [string, unknown]): string {
  const { Path } = (event as { Properties?: { Path?: unknown } | null }).Properties ?? {};
  return String(Path ?? name);
}

function madeOf(
  sam: SamResource,
  target: EventTarget,
  name: string,
  event: unknown,
  kinds: Readonly<Record<string, PropertyKinds>>,
): MadeOfEvent {
  const what = eventName({ sam, name });
  const { Type, Properties = {} } = event as { Type?: unknown; Properties?: unknown };
  const own = typeof Type === 'string' && Object.hasOwn(kinds, Type) ? kinds[Type] : undefined;
  const make = TYPES[String(Type)];
  if (!own || !make || typeof Type !== 'string')
    return refuse(
      what,
      `Resource dict has missing or invalid value for key Type. Event Type is: ${String(Type ?? 'None')}.`,
    );
  if (!/^[A-Za-z0-9]+$/.test(name)) refuse(what, 'Logical ids must be alphanumeric.');
  if (Properties !== null && !isObject(Properties)) refuse(what, 'Properties of a resource must be an object.');
  const properties = checkProperties(what, Type, (Properties ?? {}) as Record<string, unknown>, own);
  return make({ sam, target, type: Type, name, id: `${target.id}${name}`, properties });
}
