import type { WorldView, Wrong } from '#simulation/define-simulation.ts';
import { keyOf, saidOf } from './monitor-invariants.ts';
import { deadlinesOf, type EventTimes } from './overdue-model.ts';
import type { ModelProcess } from './process-model.ts';

/** What the monitor of a process heard. */
export interface Heard {
  /** When it was done with an event, by EventBridge's id; infinity if it never was. */
  heardAt(event: string): number;
  /** The end of the world. */
  readonly until: number;
  /** When the last outage is over; 0 if there is none. */
  readonly outagesEnd: number;
}

/** The clocks of two environments may each be off by two seconds. */
const MAX_SKEW_MS = 4000;

/** EventBridge's time of an event has no milliseconds. */
const MAX_ROUNDING_MS = 1000;

/** The monitor looks each minute, but under faults it may fail some times. */
const MAX_LOOKING_MS = 10 * 60_000;

/** An event that was said is heard after so long: a delivery is late by 21 minutes at most, and may fail and be tried again. */
const MAX_HEARING_MS = 90 * 60_000;

/** What is wrong with what was said of overdue instances: too often, of a step that was done, with a wrong deadline, or nothing at all. */
export const wronglyOverdue = (
  view: WorldView,
  process: ModelProcess,
  instances: readonly string[],
  heard: Heard | undefined,
): Wrong[] => instances.flatMap((instance) => of(view, process, instance, heard).map((what) => ({ instance, what })));

function of(view: WorldView, process: ModelProcess, instance: string, heard: Heard | undefined): string[] {
  const { name, starts } = process;
  const said = saidOf(view, process, 'Overdue', instance);
  if (said.length > 1) return [`overdue of ${name} was said ${said.length} times`];
  const own = view.events.filter(({ type, detail }) => keyOf(process, type, detail) === instance);
  const steps = deadlinesOf(process, timesByType(own));
  const [overdue] = said;
  if (overdue) {
    const { step, deadline } = overdue.detail.data as { readonly step: string; readonly deadline: string };
    const due = Date.parse(deadline);
    const known = steps.find((each) => each.step === step);
    if (due > overdue.at + MAX_SKEW_MS) return [`overdue of ${name} was said before its deadline ${deadline}`];
    if (known && !known.deadlines.some((each) => Math.abs(each - due) <= MAX_ROUNDING_MS))
      return [`overdue of ${name} was said with the deadline ${deadline} of "${step}", which is another`];
    if (known && known.overAt + MAX_HEARING_MS < Math.min(overdue.at, due))
      return [`overdue of ${name} was said of "${step}", which was done long before`];
    return [];
  }
  if (!heard) return [];
  const firstHeard = (ids: readonly string[]) => Math.min(...ids.map((id) => heard.heardAt(id)));
  const startHeard = firstHeard(own.filter(({ type }) => type === starts.type).map(({ id }) => id));
  return steps
    .filter(({ deadlines, begunBy, overAt }) => {
      const since = Math.max(startHeard, firstHeard(begunBy), heard.outagesEnd, ...deadlines) + MAX_LOOKING_MS;
      return deadlines.length > 0 && since < Math.min(overAt, heard.until);
    })
    .map(({ step }) => `"${step}" of ${name} was late by more than ten minutes, and overdue was not said`);
}

function timesByType(events: WorldView['events']): Map<string, EventTimes[]> {
  const times = new Map<string, EventTimes[]>();
  for (const { id, type, at, detail } of events) {
    const { occurredAt } = detail.metadata ?? {};
    const said = { id, put: at, said: occurredAt === undefined ? at : Date.parse(occurredAt) };
    times.set(type, [...(times.get(type) ?? []), said]);
  }
  return times;
}
