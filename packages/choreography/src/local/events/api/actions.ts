import type { Broker } from '#local/events/broker.ts';
import type { Actions } from './action.ts';
import { ARCHIVE_ACTIONS } from './archives.ts';
import { EVENT_BUS_ACTIONS } from './event-buses.ts';
import { PERMISSION_ACTIONS } from './permissions.ts';
import { REPLAY_ACTIONS } from './replays.ts';
import { RULE_ACTIONS } from './rules.ts';
import { TAG_ACTIONS } from './tags.ts';
import { TARGET_ACTIONS } from './targets.ts';
import { TEST_EVENT_PATTERN } from './test-event-pattern.ts';

/** The actions of EventBridge's API that the runtime answers, by name (EventBridge API reference). */
export const EVENTS_ACTIONS: Actions = {
  PutEvents: (input: Parameters<Broker['putEvents']>[0], broker) => broker.putEvents(input),
  ...TEST_EVENT_PATTERN,
  ...EVENT_BUS_ACTIONS,
  ...PERMISSION_ACTIONS,
  ...RULE_ACTIONS,
  ...TARGET_ACTIONS,
  ...TAG_ACTIONS,
  ...ARCHIVE_ACTIONS,
  ...REPLAY_ACTIONS,
};

/** Families of actions that reach beyond this machine, and by which part of an action's name they are known. */
export const UNSUPPORTED_FAMILIES: readonly (readonly [part: RegExp, family: string])[] = [
  [/ApiDestination/, 'API destinations'],
  [/Connection/, 'connections'],
  [/Partner|EventSource/, 'partner event sources'],
  [/Endpoint/, 'global endpoints'],
];

/** Parameters that are for those families, by action. */
export const UNSUPPORTED_PARAMETERS: Readonly<Record<string, readonly [parameter: string, family: string]>> = {
  PutEvents: ['EndpointId', 'global endpoints'],
  CreateEventBus: ['EventSourceName', 'partner event sources'],
};
