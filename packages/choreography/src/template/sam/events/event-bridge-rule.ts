import type { EventType } from './event.ts';
import { rule } from './rule.ts';

/** `EventBridgeRule`, and `CloudWatchEvent`, as it was called before. */
export const eventBridgeRule: EventType = (event) => {
  const { Pattern, EventBusName, RuleName } = event.properties;
  return rule(event, { EventPattern: Pattern, EventBusName, Name: RuleName });
};
