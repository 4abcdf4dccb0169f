import { deadlineAfter } from '#contracts/deadline-after.ts';
import type { Calendar } from '#contracts/define-calendar.ts';
import type { ModelProcess, ModelStep } from './process-model.ts';

/** When an event was first said: by itself, and when it came to the bus (milliseconds since 1970 each). */
export interface EventTimes {
  /** EventBridge's id. */
  readonly id: string;
  readonly said: number;
  readonly put: number;
}

/** The events of an instance by type, each event once. */
export type TimesByType = ReadonlyMap<string, readonly EventTimes[]>;

/** The deadline of a step of an instance. */
export interface StepDeadline {
  readonly step: string;
  /** Every deadline that the step can have had, for each time at which its beginning was said (milliseconds since 1970). */
  readonly deadlines: readonly number[];
  /** The events that each begin the step, in the same sequence, by EventBridge's ids: before one is heard nobody knows of the step. */
  readonly begunBy: readonly string[];
  /** When it first came to the bus that the step is over; infinity if it never did. */
  readonly overAt: number;
}

/**
 * The deadlines of an instance by its events alone, of the steps that are simple: those that happen once, always, and without
 * alternatives. A second implementation, which the monitor is compared with.
 */
export function deadlinesOf(process: ModelProcess, times: TimesByType): StepDeadline[] {
  return Object.entries(process.steps).flatMap(([name, step]) => {
    if (!isSimple(step) || step.within === undefined) return [];
    const began = beginnings(process, step, times);
    const over = ends(step, times).map(({ put }) => put);
    return [
      {
        step: name,
        deadlines: began.map(({ said }) =>
          Date.parse(
            deadlineAfter(
              new Date(said).toISOString(),
              step.within as never,
              (step.calendar ?? process.calendar) as Calendar,
            ),
          ),
        ),
        begunBy: began.map(({ id }) => id),
        overAt: Math.min(...over),
      },
    ];
  });
}

/** When a step can have begun; never if it is not due. */
function beginnings(
  { starts, steps }: ModelProcess,
  { after, when }: ModelStep,
  times: TimesByType,
): readonly EventTimes[] {
  const condition: ModelStep | undefined = when && steps[when.step];
  if (when && !(condition && isSimple(condition) && condition[when.is]?.some(({ type }) => times.has(type)))) return [];
  const before = after ?? when?.step;
  if (before === undefined) return times.get(starts.type) ?? [];
  const step: ModelStep | undefined = steps[before];
  if (!step || !isSimple(step)) return [];
  return ends(before === when?.step ? { done: step[when.is] ?? [] } : step, times);
}

const ends = ({ done, failed = [] }: ModelStep, times: TimesByType): EventTimes[] =>
  [...done, ...failed].flatMap(({ type }) => times.get(type) ?? []);

const isSimple = ({ times, forEach, optional, oneOf }: ModelStep): boolean =>
  times === undefined && forEach === undefined && !optional && oneOf === undefined;
