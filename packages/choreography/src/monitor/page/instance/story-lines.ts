import { groupBy } from '#graph/group-by.ts';
import type { Failure, InstanceView, RecordedEvent } from '#monitor/api-types.ts';
import { allSteps, type PlannedStep } from './plan.ts';

/** A part of an instance's story: an event, an event that was set aside, or a step whose event is missing. */
export type Part =
  | { readonly kind: 'said'; readonly event: RecordedEvent }
  | { readonly kind: 'aside'; readonly failure: Failure }
  | { readonly kind: 'owed'; readonly owed: PlannedStep };

export interface Line {
  readonly part: Part;
  /** Its depth in the tree of causes; 0 at the top. */
  readonly depth: number;
  /** When it happened (Unix milliseconds); undefined for what did not. */
  readonly at: number | undefined;
  /** When its cause happened. */
  readonly since: number | undefined;
  readonly key: string;
}

/**
 * The story as a tree of causes: each event is below its cause, a failure below the event that was set aside, and a
 * missing step below the event that should have caused it.
 */
export function byCause(view: InstanceView, plan: readonly PlannedStep[]): Line[] {
  const { events, failures } = view;
  const heard = new Map(events.map((event) => [event.eventId, event]));
  const owed = allSteps(plan).filter(({ look, step }) => step && look !== 'done' && !step.at);
  const owedUnder = new Map(owed.map((step) => [step, causeOf(step, events)?.eventId]));
  const effects = groupBy(events, ({ causationId }) => causationId ?? '');
  const asides = groupBy(failures, ({ eventId }) => eventId);
  const lines: Line[] = [];
  const shown = new Set<unknown>();
  const grow = (event: RecordedEvent, depth: number): void => {
    shown.add(event);
    lines.push(said(event, depth, heard));
    for (const effect of effects.get(event.eventId) ?? []) if (!shown.has(effect)) grow(effect, depth + 1);
    for (const failure of asides.get(event.eventId) ?? []) lines.push(aside(failure, depth + 1, event));
    for (const [step, under] of owedUnder) if (under === event.eventId) lines.push(owe(step, depth + 1, event));
  };
  for (const event of events) if (!event.causationId || !heard.has(event.causationId)) grow(event, 0);
  for (const event of events) if (!shown.has(event)) grow(event, 0);
  for (const failure of failures) if (!heard.has(failure.eventId)) lines.push(aside(failure, 0));
  for (const [step, under] of owedUnder) if (!under) lines.push(owe(step, 0));
  return lines;
}

/** The same in the order of time; what did not happen comes last, the first due before the others. */
export function byTime(lines: readonly Line[]): Line[] {
  const when = ({ at, part }: Line): number =>
    at ??
    (part.kind === 'owed' && part.owed.step?.deadline ? Date.parse(part.owed.step.deadline) + FUTURE : 2 * FUTURE);
  return lines.map((line) => ({ ...line, depth: 0 })).sort((a, b) => when(a) - when(b) || (a.key < b.key ? -1 : 1));
}

const FUTURE = 1e14;

function causeOf({ hears }: PlannedStep, events: readonly RecordedEvent[]): RecordedEvent | undefined {
  return events.find(({ type }) => hears.includes(type));
}

function said(event: RecordedEvent, depth: number, heard: ReadonlyMap<string, RecordedEvent>): Line {
  const cause = event.causationId === null ? undefined : heard.get(event.causationId);
  return {
    part: { kind: 'said', event },
    depth,
    at: Date.parse(event.at),
    since: cause && Date.parse(cause.at),
    key: event.eventId,
  };
}

const aside = (failure: Failure, depth: number, cause?: RecordedEvent): Line => ({
  part: { kind: 'aside', failure },
  depth,
  at: Date.parse(failure.at),
  since: cause && Date.parse(cause.at),
  key: `aside ${failure.messageId}`,
});

const owe = (owed: PlannedStep, depth: number, cause?: RecordedEvent): Line => ({
  part: { kind: 'owed', owed },
  depth,
  at: undefined,
  since: cause && Date.parse(cause.at),
  key: `owed ${owed.name}`,
});
