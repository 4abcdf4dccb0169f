import type { EventContract } from '#contracts/define-event.ts';
import { inMilliseconds, type Process, participantOf, type Step } from '#contracts/define-process.ts';
import type { InstanceState, MissingStep, StepState, StepView } from './api-types.ts';

/** When an event of a process happened first; of two of one type the earlier counts, so arrival instance does not. */
export interface Sighting {
  readonly eventId: string;
  /** ISO 8601. */
  readonly at: string;
}

/** What was seen of one instance, by event type. */
export type Sightings = Readonly<Record<string, Sighting>>;

export interface Progress {
  readonly state: InstanceState;
  readonly startedAt: string | null;
  /** The earliest deadline of a step that is still to be done. */
  readonly deadline: string | null;
  /** The steps that are due for this instance, in the order of the process. */
  readonly steps: readonly StepView[];
  /** The steps that are overdue, or whose job set their event aside. */
  readonly missing: readonly MissingStep[];
}

/**
 * How far one instance is: a pure function of what was seen, of the steps whose job set an event aside, and of the time; so it
 * is the same for every order of arrival and any number of duplicates.
 */
export function progressOf(process: Process, seen: Sightings, setAside: ReadonlySet<string>, now: Date): Progress {
  const startedAt = seen[process.starts.type]?.at ?? null;
  const known = new Map<string, StepView>();
  const stepOf = (name: string): StepView => {
    const step = process.steps[name] as Step;
    const view =
      known.get(name) ??
      stepView(name, step, seen, step.when ? stepOf(step.when.step).at : startedAt, setAside.has(name), now);
    known.set(name, view);
    return view;
  };
  const steps = Object.entries(process.steps)
    .filter(([, { when }]) => !when || isEnded(stepOf(when.step), when.is))
    .map(([name]) => stepOf(name));
  return {
    state: stateOf(startedAt, steps),
    startedAt,
    deadline: steps.flatMap(({ at, deadline }) => (at === null && deadline ? [deadline] : [])).sort()[0] ?? null,
    steps,
    missing: steps
      .filter(({ at, state }) => at === null && state !== 'waiting')
      .map(({ name, participant }) => ({ step: name, participant, setAside: setAside.has(name) })),
  };
}

function stepView(
  name: string,
  step: Step,
  seen: Sightings,
  dueSince: string | null,
  isSetAside: boolean,
  now: Date,
): StepView {
  const deadline = dueSince && new Date(Date.parse(dueSince) + inMilliseconds(step.within)).toISOString();
  const done = firstSeen(step.done, seen);
  const failed = firstSeen(step.failed ?? [], seen);
  const ended = done ?? failed;
  const unfinished: StepState = isPast(deadline, now.toISOString()) ? 'overdue' : isSetAside ? 'failed' : 'waiting';
  return {
    name,
    state: done ? 'done' : failed ? 'failed' : unfinished,
    participant: participantOf(step),
    event: ended?.type ?? null,
    at: ended?.at ?? null,
    within: step.within,
    deadline,
    late: done !== undefined && isPast(deadline, done.at),
  };
}

/** A step ended by its event: one that a dead letter failed has not. */
const isEnded = ({ state, at }: StepView, as: 'done' | 'failed'): boolean => at !== null && state === as;

const isPast = (deadline: string | null, time: string): boolean =>
  deadline !== null && Date.parse(deadline) < Date.parse(time);

function firstSeen(contracts: readonly EventContract[], seen: Sightings): { type: string; at: string } | undefined {
  return contracts
    .flatMap(({ type }) => (seen[type] ? [{ type, at: seen[type].at }] : []))
    .sort((a, b) => (a.at < b.at ? -1 : 1))[0];
}

function stateOf(startedAt: string | null, steps: readonly StepView[]): InstanceState {
  if (steps.some(({ state }) => state === 'overdue')) return 'overdue';
  if (steps.some(({ state }) => state === 'failed')) return 'failed';
  return startedAt && steps.every(({ state }) => state === 'done') ? 'completed' : 'open';
}
