import type { InstanceView, StepState } from '#monitor/api-types.ts';
import { PROBE_SOURCE } from './bystander.ts';

/** The types of an instance's events in alphabetical sequence, each as often as there are such events, without a bystander's own. */
export const saidTypes = ({ events }: InstanceView): string[] =>
  events
    .filter(({ source }) => source !== PROBE_SOURCE)
    .map(({ type }) => type)
    .sort();

/** Whether every step of an instance ended, and none that compensates for a failure is missing. */
export const isSettled = ({ state, steps }: InstanceView): boolean =>
  state !== 'open' && steps.every(({ at }) => at !== null);

/** The state of each step by its name. */
export const stepStates = ({ steps }: InstanceView): Record<string, StepState> =>
  Object.fromEntries(steps.map(({ name, state }) => [name, state]));

/** The data of the one event of a type, as the monitor shows it: personal fields are masked. Throws when there are none or several. */
export function saidData({ events }: InstanceView, type: string): unknown {
  const [event, ...others] = events.filter((each) => each.type === type);
  if (!event || others.length > 0) throw new Error(`There is not one ${type}, but ${event ? 1 + others.length : 0}.`);
  return event.data;
}
