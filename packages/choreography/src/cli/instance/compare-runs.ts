import type { InstanceView, RecordedEvent } from '#monitor/api-types.ts';
import { type Difference, differencesOf } from './differences.ts';

/** What came out otherwise when an instance was run again. */
export interface Comparison {
  /** Events that were said then and were not now, and the other way round. */
  readonly missing: readonly RecordedEvent[];
  readonly added: readonly RecordedEvent[];
  /** Events whose data is another. */
  readonly changed: readonly { readonly event: RecordedEvent; readonly differences: readonly Difference[] }[];
  readonly steps: readonly { readonly name: string; readonly was: string; readonly is: string }[];
}

/** Compares the events from the Nth on, and the steps: all of them, or those alone that were not done before. */
export function compareRuns(
  then: Pick<InstanceView, 'events' | 'steps'>,
  now: Pick<InstanceView, 'events' | 'steps'>,
  { from, isPastKnown }: { readonly from: number; readonly isPastKnown: boolean },
): Comparison {
  const past = new Set(then.events.slice(0, from - 1).map(({ eventId }) => eventId));
  const rest = now.events.filter(({ eventId }) => !past.has(eventId));
  const missing: RecordedEvent[] = [];
  const changed: Comparison['changed'][number][] = [];
  for (const event of then.events.slice(from - 1)) {
    const alike = rest.filter((each) => isSame(each, event));
    const ranked = alike.map((each) => ({ each, differences: differencesOf(event.data, each.data) }));
    const [best] = ranked.sort((a, b) => a.differences.length - b.differences.length);
    if (!best) missing.push(event);
    else {
      rest.splice(rest.indexOf(best.each), 1);
      if (best.differences.length > 0) changed.push({ event, differences: best.differences });
    }
  }
  const endedBefore = (name: string): boolean => {
    const step = then.steps.find((each) => each.name === name);
    return then.events.slice(0, from - 1).some(({ type, at }) => type === step?.event && at === step.at);
  };
  const names = new Set([...then.steps, ...now.steps].map(({ name }) => name));
  const steps = [...names]
    .filter((name) => isPastKnown || !endedBefore(name))
    .map((name) => ({ name, was: stateOf(then, name), is: stateOf(now, name) }))
    .filter((step) => step.was !== step.is);
  return { missing, added: rest, changed, steps };
}

const isSame = (a: RecordedEvent, b: RecordedEvent): boolean =>
  a.type === b.type && a.source === b.source && a.participant === b.participant && a.job === b.job;

const stateOf = ({ steps }: Pick<InstanceView, 'steps'>, name: string): string =>
  steps.find((step) => step.name === name)?.state ?? 'not due';
