import type { InstanceView } from 'choreography/monitor';

/** The types of an order's events in alphabetical order, each as often as there are such events, without the story's own. */
export const said = ({ events }: InstanceView): string[] =>
  events
    .filter(({ source }) => source !== 'shop.story')
    .map(({ type }) => type)
    .sort();

/** Whether every step of an order ended, and no compensation is missing. */
export const isSettled = ({ state, steps }: InstanceView): boolean =>
  state !== 'open' && steps.every(({ at }) => at !== null);

export const stepStates = ({ steps }: InstanceView): Record<string, string> =>
  Object.fromEntries(steps.map(({ name, state }) => [name, state]));

/** The data of the one event of a type. Throws when there are none or several. */
export function dataOf({ events }: InstanceView, type: string): unknown {
  const [event, ...others] = events.filter((each) => each.type === type);
  if (!event || others.length > 0) throw new Error(`There is not one ${type}, but ${event ? 1 + others.length : 0}.`);
  return event.data;
}
