import { type Event, eventText } from '#local/events/event.ts';
import type { Rule, Target } from '#local/events/rule.ts';
import { writeJson } from '#pattern/json/exact-json.ts';
import { transformInput } from './input-transformer.ts';
import { jsonPath } from './json-path.ts';

/**
 * What a target is given for an event: a constant, a part of the event, a transformed one, or all of it (API reference:
 * Target). @param receivedAt when EventBridge took the event, in milliseconds since 1970
 */
export function targetInput(
  { Input, InputPath, InputTransformer }: Target,
  event: Event,
  rule: Rule,
  receivedAt: number,
): string {
  if (Input !== undefined) return Input;
  if (InputTransformer) return transformInput(InputTransformer, event, rule, receivedAt);
  if (InputPath === undefined || InputPath === '$') return eventText(event);
  return writeJson(jsonPath(InputPath)?.(event) ?? null);
}
