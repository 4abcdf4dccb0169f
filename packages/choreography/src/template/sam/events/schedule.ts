import type { EventType } from './event.ts';
import { rule } from './rule.ts';

/** `Schedule`: a scheduled rule of the default bus. `RuleName` is taken at a function, and makes no difference. */
export const schedule: EventType = (event) => {
  const { Schedule, Name, Description } = event.properties;
  return rule(event, { ScheduleExpression: Schedule, Name, Description });
};
