import type { EventContract } from './define-event.ts';
import type { Process, Step } from './define-process.ts';

/** The template metadata key of a function's job: its name, the events that it says and the data that it accepts. */
export const JOB_METADATA = 'choreography:job';

/** The template metadata of the function that watches business processes: their names, what starts them, their steps. */
export const PROCESS_METADATA = 'choreography:process';

/**
 * A business process as template metadata: `{ name, instance, key, keys?, starts: { source, type }, steps: { NAME: { done: [{ source, type }],
 * failed?, within?, when?, after?, times?, forEach?, optional?, oneOf?, calendar? } }, ends?, calendar? }`. `check` uses it to prove
 * that the routing reaches every step. Commands find the key of an event by `key`, or by `keys` for its type. `instance` is the word for
 * one run.
 */
export function processView({ name, instance, starts, key, keys, steps, ends, calendar }: Process) {
  return {
    name,
    instance: instance.one,
    key,
    ...(Object.keys(keys).length > 0 && { keys }),
    starts: eventName(starts),
    steps: Object.fromEntries(
      Object.entries<Step>(steps).map(([step, { done, failed, ...rest }]) => [
        step,
        { done: done.map(eventName), ...(failed && { failed: failed.map(eventName) }), ...rest },
      ]),
    ),
    ...(ends.length > 0 && { ends: ends.map(eventName) }),
    ...(calendar && { calendar }),
  };
}

const eventName = ({ source, type }: EventContract) => ({ source, type });
