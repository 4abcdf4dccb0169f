import type { EventContract } from '../../events/define-event.ts';
import { inMilliseconds, type Process, type Step } from './define-process.ts';

/** When an event of a process happened first; of two of one type the earlier counts, so arrival order does not. */
export interface Sighting {
  readonly eventId: string;
  /** ISO 8601. */
  readonly at: string;
}

/** What was seen of one order, by event type. */
export type Sightings = Readonly<Record<string, Sighting>>;

export type OrderState = 'open' | 'completed' | 'failed' | 'overdue';

export interface StepProgress {
  readonly name: string;
  readonly state: 'done' | 'failed' | 'waiting' | 'overdue';
  readonly event: string | null;
  readonly at: string | null;
  readonly within: string;
  /** When the step is late (ISO 8601); null while its start is unknown. */
  readonly deadline: string | null;
}

export interface Progress {
  readonly state: OrderState;
  readonly startedAt: string | null;
  /** The earliest deadline of a step that is still waiting. */
  readonly deadline: string | null;
  /** The steps that are due for this order, in the order of the process. */
  readonly steps: readonly StepProgress[];
}

/**
 * How far one order is: a pure function of what was seen and of the time, so the same for every order of arrival and any
 * number of duplicates.
 */
export function progressOf(process: Process, seen: Sightings, now: Date): Progress {
  const startedAt = seen[process.starts.type]?.at ?? null;
  const known = new Map<string, StepProgress>();
  const stepOf = (name: string): StepProgress => {
    const step = process.steps[name] as Step;
    const progress =
      known.get(name) ?? stepProgress(name, step, seen, step.when ? stepOf(step.when.step).at : startedAt, now);
    known.set(name, progress);
    return progress;
  };
  const steps = Object.entries(process.steps)
    .filter(([, { when }]) => !when || stepOf(when.step).state === when.is)
    .map(([name]) => stepOf(name));
  const waiting = steps.filter(({ state }) => state === 'waiting' || state === 'overdue');
  return {
    state: stateOf(startedAt, steps),
    startedAt,
    deadline: waiting.flatMap(({ deadline }) => deadline ?? []).sort()[0] ?? null,
    steps,
  };
}

function stepProgress(name: string, step: Step, seen: Sightings, dueSince: string | null, now: Date): StepProgress {
  const deadline = dueSince && new Date(Date.parse(dueSince) + inMilliseconds(step.within)).toISOString();
  const done = firstSeen(step.done, seen);
  const failed = firstSeen(step.failed ?? [], seen);
  const ended = done ?? failed;
  return {
    name,
    state: done ? 'done' : failed ? 'failed' : deadline && Date.parse(deadline) < now.getTime() ? 'overdue' : 'waiting',
    event: ended?.type ?? null,
    at: ended?.at ?? null,
    within: step.within,
    deadline,
  };
}

function firstSeen(contracts: readonly EventContract[], seen: Sightings): { type: string; at: string } | undefined {
  return contracts
    .flatMap(({ type }) => (seen[type] ? [{ type, at: seen[type].at }] : []))
    .sort((a, b) => (a.at < b.at ? -1 : 1))[0];
}

function stateOf(startedAt: string | null, steps: readonly StepProgress[]): OrderState {
  if (steps.some(({ state }) => state === 'overdue')) return 'overdue';
  if (steps.some(({ state }) => state === 'failed')) return 'failed';
  return startedAt && steps.every(({ state }) => state === 'done') ? 'completed' : 'open';
}
