import type { InstanceView, RecordedEvent, StepState } from '#monitor/api-types.ts';

/** The state of a step at a moment. */
export interface StepThen {
  readonly name: string;
  readonly state: StepState;
}

/** One event of an instance, with the state of its steps right before and right after it. */
export interface Moment {
  /** From 1. */
  readonly number: number;
  readonly event: RecordedEvent;
  readonly before: readonly StepThen[];
  readonly after: readonly StepThen[];
}

/**
 * What happened to an instance, event by event. The steps are those that were due in the end: one is open until the event came that
 * ended it, and overdue when an event came after its deadline.
 */
export function momentsOf({ events, steps }: Pick<InstanceView, 'events' | 'steps'>): Moment[] {
  const endedBy = new Map(
    steps.map(({ name, event, at }) => [name, events.findIndex((each) => each.type === event && each.at === at)]),
  );
  /** The state of the steps after so many events, at a time. */
  const standing = (count: number, time: string): StepThen[] =>
    steps.map(({ name, state, at, deadline }) => {
      const ended = endedBy.get(name) ?? -1;
      if (at !== null && ended >= 0 && ended < count) return { name, state };
      return { name, state: deadline !== null && Date.parse(deadline) < Date.parse(time) ? 'overdue' : 'waiting' };
    });
  return events.map((event, at) => ({
    number: at + 1,
    event,
    before: standing(at, event.at),
    after: standing(at + 1, event.at),
  }));
}
