import { deadlineAfter } from '#contracts/deadline-after.ts';
import type { EventContract } from '#contracts/define-event.ts';
import { type Process, participantOf, type Step } from '#contracts/define-process.ts';
import type { InstanceState, MissingStep, StepState, StepView } from '#monitor/api-types.ts';

/** When an event of a process happened. */
export interface Occurrence {
  readonly eventId: string;
  /** ISO 8601. */
  readonly at: string;
}

/** What is known of one instance: the same for every order of arrival and any number of duplicates. */
export interface Evidence {
  /** By event type, the earliest first: of a step that happens once the earliest alone. */
  readonly seen: Readonly<Record<string, readonly Occurrence[]>>;
  /** How many items each array has over which a step repeats, by its path, from the start. */
  readonly items: Readonly<Record<string, number>>;
  /** The steps whose job set an event aside. */
  readonly setAside: ReadonlySet<string>;
}

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

/** How far one instance is: a pure function of what is known of it and of the time. */
export function progressOf(process: Process, evidence: Evidence, now: Date): Progress {
  const startedAt = evidence.seen[process.starts.type]?.[0]?.at ?? null;
  const declared = Object.entries<Step>(process.steps);
  const outcomes = new Map(declared.map(([name, step]) => [name, outcomeOf(step, evidence)]));
  const due = declared
    .filter(([name, step]) => isDue(process, name, step, outcomes))
    .map(([name, step]) => ({ name, step, outcome: outcomes.get(name) as Outcome }))
    .map((each) => ({ ...each, deadline: deadlineOf(process, each.step, startedAt, outcomes) }));
  const neededOrDone = withoutAlternatives(due).filter(({ step, outcome }) => !step.optional || outcome.as !== null);
  const isEnded = process.ends.some(({ type }) => evidence.seen[type]);
  const all = neededOrDone.map((each) => stepView(each, evidence, now));
  const isComplete = startedAt !== null && all.every((step) => step.state === 'done' || step.optional);
  const steps = isEnded && !isComplete ? all.filter(({ at }) => at !== null) : all;
  const state = isComplete ? 'completed' : isEnded ? 'ended' : stateOf(steps, hopeless(neededOrDone));
  return {
    state,
    startedAt,
    deadline: steps.flatMap(({ at, deadline }) => (at === null && deadline ? [deadline] : [])).sort()[0] ?? null,
    steps,
    missing: steps
      .filter((step) => step.at === null && step.state !== 'waiting')
      .map(({ name, participant }) => ({ step: name, participant, setAside: evidence.setAside.has(name) })),
  };
}

/** How a step ended, by which event and when; `as` is null while it did not. */
interface Outcome {
  readonly as: 'done' | 'failed' | null;
  readonly event: string | null;
  readonly at: string | null;
  /** How many of its events were said, and how many it takes; null while that is unknown. */
  readonly count: number;
  readonly of: number | null;
}

/** A step is done once it was done often enough, and failed once each time it was either done or failed. */
function outcomeOf({ done, failed = [], times = 1, forEach }: Step, { seen, items }: Evidence): Outcome {
  const of = forEach === undefined ? times : (items[forEach] ?? null);
  const [good, bad] = [sightingsOf(done, seen), sightingsOf(failed, seen)];
  const open = { as: null, event: null, at: null, count: Math.min(good.length, of ?? good.length), of };
  if (of === null || of === 0) return open;
  const last = good[of - 1];
  if (last) return { ...open, as: 'done', event: last.type, at: last.at };
  const [firstBad] = bad;
  if (!firstBad || good.length + bad.length < of) return open;
  const end = [...good, ...bad].sort(byTime)[of - 1] ?? firstBad;
  return { ...open, as: 'failed', event: of === 1 ? firstBad.type : (bad.at(-1)?.type ?? firstBad.type), at: end.at };
}

interface Seen extends Occurrence {
  readonly type: string;
}

const byTime = (a: Seen, b: Seen): number => (`${a.at}#${a.eventId}` < `${b.at}#${b.eventId}` ? -1 : 1);

const sightingsOf = (contracts: readonly EventContract[], seen: Evidence['seen']): Seen[] =>
  contracts.flatMap(({ type }) => (seen[type] ?? []).map((sighting) => ({ ...sighting, type }))).sort(byTime);

/** A step is due unless it repeats over nothing, or waits for an end of another step that did not come. */
function isDue({ steps }: Process, name: string, { when }: Step, outcomes: ReadonlyMap<string, Outcome>): boolean {
  if (outcomes.get(name)?.of === 0) return false;
  if (!when) return true;
  const before = steps[when.step];
  return (
    outcomes.get(when.step)?.as === when.is &&
    before !== undefined &&
    isDue({ steps } as Process, when.step, before, outcomes)
  );
}

function deadlineOf(
  { calendar }: Process,
  { within, after, when, calendar: own }: Step,
  startedAt: string | null,
  outcomes: ReadonlyMap<string, Outcome>,
): string | null {
  const before = after ?? when?.step;
  const since = before === undefined ? startedAt : (outcomes.get(before)?.at ?? null);
  return since !== null && within !== undefined ? deadlineAfter(since, within, own ?? calendar) : null;
}

interface DueStep {
  readonly name: string;
  readonly step: Step;
  readonly outcome: Outcome;
  readonly deadline: string | null;
}

/**
 * Of steps of which one is enough, those that are done once one is. Until then each has the deadline of the one that may
 * take longest, since nothing is late before.
 */
function withoutAlternatives(due: readonly DueStep[]): DueStep[] {
  return due.flatMap((each) => {
    if (each.step.oneOf === undefined) return [each];
    const group = due.filter(({ step }) => step.oneOf === each.step.oneOf);
    if (group.some(({ outcome }) => outcome.as === 'done')) return each.outcome.as === 'done' ? [each] : [];
    const deadlines = group.filter(({ outcome }) => outcome.as === null).map(({ deadline }) => deadline);
    const latest = deadlines.reduce((a, b) => (a === null || b === null ? null : a > b ? a : b), '');
    return [{ ...each, deadline: each.outcome.as === null ? latest : each.deadline }];
  });
}

/** The names of the steps whose failure fails the instance: neither optional, nor with an alternative that may still be done. */
function hopeless(due: readonly DueStep[]): ReadonlySet<string> {
  const hasHope = ({ step: { oneOf } }: DueStep) =>
    oneOf !== undefined && due.some(({ step, outcome }) => step.oneOf === oneOf && outcome.as !== 'failed');
  return new Set(due.filter((each) => !each.step.optional && !hasHope(each)).map(({ name }) => name));
}

function stepView({ name, step, outcome, deadline }: DueStep, { setAside }: Evidence, now: Date): StepView {
  const { as, event, at, count, of } = outcome;
  const isLate = (time: string) => deadline !== null && Date.parse(deadline) < Date.parse(time);
  const unfinished: StepState = isLate(now.toISOString()) ? 'overdue' : setAside.has(name) ? 'failed' : 'waiting';
  return {
    name,
    state: as ?? unfinished,
    participant: participantOf(step),
    event,
    at,
    within: step.within ?? null,
    deadline,
    late: as === 'done' && at !== null && isLate(at),
    ...((step.times !== undefined || step.forEach !== undefined) && { count, of }),
    ...(step.optional && { optional: true as const }),
    ...(step.oneOf !== undefined && { oneOf: step.oneOf }),
  };
}

function stateOf(steps: readonly StepView[], mustNotFail: ReadonlySet<string>): InstanceState {
  if (steps.some(({ state }) => state === 'overdue')) return 'overdue';
  return steps.some(({ name, state, at }) => state === 'failed' && (at === null || mustNotFail.has(name)))
    ? 'failed'
    : 'open';
}
