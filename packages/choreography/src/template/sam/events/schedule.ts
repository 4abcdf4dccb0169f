import type { EventType } from './event.ts';
import { rule } from './rule.ts';

/** `Schedule`: a scheduled rule of the default bus. */
export const schedule: EventType = (event) => {
  const { Schedule, Name, Description, State, Enabled } = event.properties;
  return rule(event, {
    ScheduleExpression: Schedule,
    Name,
    Description,
    State: State ?? (Enabled === undefined ? undefined : Enabled === false ? 'DISABLED' : 'ENABLED'),
  });
};
