import { eventsOf, type Process } from '#contracts/define-process.ts';
import { valueAt } from '#contracts/schema-path.ts';
import type { InstanceSummary, RecordedEvent } from './api-types.ts';
import { type Progress, progressOf, type Sighting } from './progress.ts';

/**
 * All that the monitor needs to know of one instance to tell how far it is. It holds only what is the same for every instance of
 * arrival and any number of duplicates; all else is computed from it.
 */
export interface Header {
  readonly key: string;
  /** For whom it runs, and by which event that was told: the start's word counts, else the earliest one's. */
  readonly party: { readonly id: string; readonly toldBy: string } | null;
  readonly seen: Readonly<Record<string, Sighting & Reaction>>;
  /** What stands in dead-letter queues, by `participant/job`. */
  readonly setAside: Readonly<Record<string, SetAside>>;
  /** When it was said that the process is completed, and that it is overdue (ISO 8601); null until then. */
  readonly completedSaid: string | null;
  readonly overdueSaid: string | null;
}

export interface SetAside {
  /** The step that the job would have done; null when it does none, or nobody knows. */
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
  ...{ key, party: null, seen: {}, setAside: {}, completedSaid: null, overdueSaid: null },
});

/** The header once an event was heard, and the times that are known by it; the same header when it tells nothing new. */
export function withEvent(
  process: Process,
  header: Header,
  event: RecordedEvent,
): { header: Header; took: JobDuration[] } {
  if (!eventsOf(process).some(({ type, source }) => type === event.type && source === event.source))
    return { header, took: [] };
  const party = earlierParty(process, header.party, event);
  const before = header.seen[event.type];
  if (before && rank(before) <= rank(event)) return { header: changed(header, party), took: [] };
  const { seen, took } = resolved({ ...header.seen, [event.type]: sightingOf(event) }, event, before === undefined);
  return { header: { ...changed(header, party), seen }, took };
}

const rank = ({ at, eventId }: Sighting): string => `${at}#${eventId}`;

const sightingOf = ({ eventId, at, causationId, participant, job }: RecordedEvent): Sighting & Reaction => ({
  eventId,
  at,
  ...(causationId && job && { awaits: { cause: causationId, job: `${participant}/${job}` } }),
});

const changed = (header: Header, party: Header['party']): Header =>
  party === header.party ? header : { ...header, party };

function earlierParty(process: Process, known: Header['party'], event: RecordedEvent): Header['party'] {
  const id = process.party && valueAt(event.data, process.party.path);
  const toldBy = `${event.type === process.starts.type ? 0 : 1}#${rank(event)}`;
  if (typeof id !== 'string' || id === '' || (known && known.toldBy <= toldBy)) return known;
  return { id, toldBy };
}

/** Joins causes with what was said about them, where both were seen; each pair is joined once. */
function resolved(
  seen: Header['seen'],
  added: RecordedEvent,
  isFirst: boolean,
): { seen: Header['seen']; took: JobDuration[] } {
  const at = new Map(Object.values(seen).map((sighting) => [sighting.eventId, sighting.at]));
  const took: JobDuration[] = [];
  const joined = Object.entries(seen).map(([type, sighting]) => {
    const since = sighting.awaits && at.get(sighting.awaits.cause);
    if (!sighting.awaits || since === undefined) return [type, sighting] as const;
    const { awaits, ...rest } = sighting;
    if (isFirst || type !== added.type)
      took.push({ job: awaits.job, milliseconds: Math.max(0, Date.parse(sighting.at) - Date.parse(since)) });
    return [type, rest] as const;
  });
  return { seen: Object.fromEntries(joined), took };
}

/** How far the instance is at a time. */
export function progressAt(process: Process, { seen, setAside }: Header, now: Date): Progress {
  return progressOf(process, seen, new Set(Object.values(setAside).flatMap(({ step }) => step ?? [])), now);
}

/** When the instance was first heard of: its start, or what came earliest. */
export const beganAt = (process: Process, header: Header): string =>
  header.seen[process.starts.type]?.at ?? timesOf(header)[0] ?? '';

/** When something happened to the instance, the earliest first. */
const timesOf = ({ seen, setAside, overdueSaid }: Header): string[] =>
  [...Object.values(seen), ...Object.values(setAside)]
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
    ...{ state, startedAt, updatedAt: timesOf(header).at(-1) ?? '', deadline },
    steps: steps.map(({ name, state, late }) => ({ name, state, late })),
    missing,
    failures: failuresIn(header),
  };
}

/** How many events of the instance stand in dead-letter queues. */
export const failuresIn = ({ setAside }: Header): number =>
  Object.values(setAside).reduce((sum, { count }) => sum + count, 0);
