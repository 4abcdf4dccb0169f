import type { Process, Step } from '#contracts/define-process.ts';
import { MAX_REPEATS } from '#contracts/refuse-process.ts';
import { valuesAt } from '#contracts/schema/schema-path.ts';
import type { InstanceSummary, RecordedEvent } from '#monitor/api-types.ts';
import { contractIn } from './instances-of.ts';
import { type Occurrence, type Progress, progressOf } from './progress.ts';

/**
 * All that the monitor needs of one instance to compute its progress. It is the same for every order of arrival
 * and any number of duplicates.
 */
export interface Header {
  readonly key: string;
  /** For whom it runs, and the event that says so: the start, otherwise the earliest. */
  readonly party: { readonly id: string; readonly toldBy: string } | null;
  /** By event type, the earliest first: one of each, or as many as a step may need that repeats. */
  readonly seen: Readonly<Record<string, readonly (Occurrence & Reaction)[]>>;
  /** How many items the arrays have over which steps repeat, by their path, from the earliest start. */
  readonly items: Readonly<Record<string, number>>;
  /** What is in dead-letter queues, by `participant/job`. */
  readonly setAside: Readonly<Record<string, SetAside>>;
  /** When it was said that the process is completed, and that it is overdue (ISO 8601); null until then. */
  readonly completedSaid: string | null;
  readonly overdueSaid: string | null;
}

export interface SetAside {
  /** The step that the job would have done; null if it does none, or if that is unknown. */
  readonly step: string | null;
  readonly count: number;
  /** When the first of them was set aside (ISO 8601). */
  readonly at: string;
}

/** What an event was said about, kept until that event is seen too: the time between them is then known. */
interface Reaction {
  readonly awaits?: { readonly cause: string; readonly job: string };
}

/** How long a job took from its cause to what it said about it, in milliseconds. */
export interface JobDuration {
  readonly job: string;
  readonly milliseconds: number;
}

export const emptyHeader = (key: string): Header => ({
  key,
  party: null,
  seen: {},
  items: {},
  setAside: {},
  completedSaid: null,
  overdueSaid: null,
});

/** The header after an event was heard; the same header if the event adds nothing. */
export function withEvent(
  process: Process,
  header: Header,
  event: RecordedEvent,
): { header: Header; took: JobDuration[] } {
  if (!contractIn(process, event)) return { header, took: [] };
  const party = earlierParty(process, header.party, event);
  const before = header.seen[event.type] ?? [];
  const most = mostSightings(process, event.type);
  const after = earliest(before, sightingOf(event), most);
  if (after === before) return { header: party === header.party ? header : { ...header, party }, took: [] };
  const { seen, took } = resolved({ ...header.seen, [event.type]: after }, event, before.length < most);
  const isStart = event.type === process.starts.type;
  return { header: { ...header, party, seen, items: isStart ? itemsIn(process, event) : header.items }, took };
}

/** The earliest of some sightings and another one; the same ones when it is not among them, or known. */
function earliest(
  known: readonly (Occurrence & Reaction)[],
  added: Occurrence & Reaction,
  most: number,
): readonly (Occurrence & Reaction)[] {
  if (known.some(({ eventId, at }) => eventId === added.eventId && at <= added.at)) return known;
  const all = [...known.filter(({ eventId }) => eventId !== added.eventId), added].sort((a, b) =>
    rank(a) < rank(b) ? -1 : 1,
  );
  return all.indexOf(added) < most ? all.slice(0, most) : known;
}

/** How many sightings of one type are kept at most: one, or as many as a repeating step may need. */
function mostSightings({ steps }: Process, type: string): number {
  const step = Object.values<Step>(steps).find(({ done, failed = [] }) =>
    [...done, ...failed].some((event) => event.type === type),
  );
  return step?.forEach === undefined ? (step?.times ?? 1) : MAX_REPEATS;
}

const rank = ({ at, eventId }: Occurrence): string => `${at}#${eventId}`;

const sightingOf = ({ eventId, at, causationId, participant, job }: RecordedEvent): Occurrence & Reaction => ({
  eventId,
  at,
  ...(causationId && job && { awaits: { cause: causationId, job: `${participant}/${job}` } }),
});

function earlierParty(process: Process, known: Header['party'], event: RecordedEvent): Header['party'] {
  const [value] = process.party ? valuesAt(event.data, process.party.path) : [];
  const id = typeof value === 'number' ? String(value) : value;
  const toldBy = `${event.type === process.starts.type ? 0 : 1}#${rank({ eventId: event.eventId, at: event.at })}`;
  if (typeof id !== 'string' || id === '' || (known && known.toldBy <= toldBy)) return known;
  return { id, toldBy };
}

/** How many items each array has over which a step repeats. */
const itemsIn = ({ steps }: Process, { data }: RecordedEvent): Header['items'] =>
  Object.fromEntries(
    Object.values<Step>(steps).flatMap(({ forEach }) =>
      forEach === undefined ? [] : [[forEach, valuesAt(data, `${forEach}[]`).length]],
    ),
  );

/**
 * Joins causes with what was said about them, where both were seen; each pair is joined once.
 * @param isAnother the sighting that was added took the place of no other
 */
function resolved(
  seen: Header['seen'],
  added: RecordedEvent,
  isAnother: boolean,
): { seen: Header['seen']; took: JobDuration[] } {
  const at = new Map(Object.values(seen).flatMap((each) => each.map((sighting) => [sighting.eventId, sighting.at])));
  const took: JobDuration[] = [];
  const joined = Object.entries(seen).map(([type, sightings]) => {
    const each = sightings.map((sighting) => {
      const since = sighting.awaits && at.get(sighting.awaits.cause);
      if (!sighting.awaits || since === undefined) return sighting;
      const { awaits, ...rest } = sighting;
      if (isAnother || type !== added.type)
        took.push({ job: awaits.job, milliseconds: Math.max(0, Date.parse(sighting.at) - Date.parse(since)) });
      return rest;
    });
    return [type, each] as const;
  });
  return { seen: Object.fromEntries(joined), took };
}

/** How far the instance is at a time. */
export function progressAt(process: Process, { seen, items, setAside }: Header, now: Date): Progress {
  const steps = new Set(Object.values(setAside).flatMap(({ step }) => step ?? []));
  return progressOf(process, { seen, items, setAside: steps }, now);
}

/** When the instance was first heard of: its start, or what came earliest. */
export const beganAt = (process: Process, header: Header): string =>
  header.seen[process.starts.type]?.[0]?.at ?? timesOf(header)[0] ?? '';

/** When something happened to the instance, the earliest first. */
const timesOf = ({ seen, setAside, overdueSaid }: Header): string[] =>
  [...Object.values(seen).flat(), ...Object.values(setAside)]
    .map(({ at }) => at)
    .concat(overdueSaid ?? [])
    .sort();

/** The instance as a line of a list. */
export function summaryOf(process: Process, header: Header, now: Date): InstanceSummary {
  const { state, startedAt, deadline, steps, missing } = progressAt(process, header, now);
  return {
    process: process.name,
    key: header.key,
    party: header.party?.id ?? null,
    state,
    startedAt,
    updatedAt: timesOf(header).at(-1) ?? '',
    deadline,
    steps: steps.map(stepSummary),
    missing,
    failures: failuresIn(header),
  };
}

const stepSummary = ({ name, state, late, optional }: Progress['steps'][number]) => ({
  ...{ name, state, late },
  ...(optional && { optional }),
});

/** How many events of the instance are in dead-letter queues. */
const failuresIn = ({ setAside }: Header): number => Object.values(setAside).reduce((sum, { count }) => sum + count, 0);
